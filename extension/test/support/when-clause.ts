type Context = Readonly<Record<string, string | boolean | number>>;

const token = /\s*(&&|\|\||==|!=|=~|>=|<=|[!()<>]|\/(?:[^/\\]|\\.)*\/|[\w.:-]+)/y;

function tokensOf(clause: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(clause); match; match = token.exec(clause)) tokens.push(match[1] ?? '');
  if (tokens.join('') !== clause.replaceAll(/\s/g, '')) throw new Error(`Not understood: ${clause}`);
  return tokens;
}

/** Evaluates a manifest's `when` clause as VS Code does, as far as manifests here go. */
class Evaluation {
  readonly #tokens: string[];
  readonly #context: Context;

  constructor(clause: string, context: Context) {
    this.#tokens = tokensOf(clause);
    this.#context = context;
  }

  either(): boolean {
    let value = this.both();
    while (this.#take('||')) {
      const next = this.both();
      value ||= next;
    }
    return value;
  }

  both(): boolean {
    let value = this.one();
    while (this.#take('&&')) {
      const next = this.one();
      value &&= next;
    }
    return value;
  }

  one(): boolean {
    if (this.#take('!')) return !this.one();
    if (this.#take('(')) {
      const value = this.either();
      if (!this.#take(')')) throw new Error('A bracket is missing');
      return value;
    }
    const value = this.#context[this.#next()] ?? '';
    if (this.#take('==')) return String(value) === this.#next();
    if (this.#take('!=')) return String(value) !== this.#next();
    if (this.#take('=~')) return new RegExp(this.#next().slice(1, -1)).test(String(value));
    if (this.#take('>')) return Number(value) > Number(this.#next());
    return Boolean(value);
  }

  #take(expected: string): boolean {
    if (this.#tokens[0] !== expected) return false;
    this.#tokens.shift();
    return true;
  }

  #next(): string {
    const next = this.#tokens.shift();
    if (next === undefined) throw new Error('It ends too early');
    return next;
  }
}

/** @throws for what it does not understand */
export function holds(clause: string | undefined, context: Context): boolean {
  return clause === undefined || new Evaluation(clause, context).either();
}
