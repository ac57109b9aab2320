/** One statement of a text: from its first word to before its semicolon. */
export interface SqlStatement {
  readonly text: string;
  /** Where it begins in the whole text, in UTF-16 units. */
  readonly offset: number;
}

/** What is one piece to PostgreSQL's lexer, so that a semicolon inside it ends nothing; most special ones first. */
const token =
  /(?<blank>\s+|--[^\n]*)|(?<comment>\/\*)|(?<dollar>\$(?:[\p{L}_][\p{L}\d_]*)?\$)|[eE]'(?:[^'\\]|\\.|'')*'?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|(?<word>[\p{L}_][\p{L}\d_$]*)|[^]/suy;

/** Comments nest in PostgreSQL. Returns where the one that begins at `start` ends. */
function commentEnd(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

function dollarEnd(sql: string, start: number, tag: string): number {
  const end = sql.indexOf(tag, start + tag.length);
  return end === -1 ? sql.length : end + tag.length;
}

/** Whether a statement that begins with these words may have a body of statements (`BEGIN ATOMIC … END`). */
const mayHaveBody = (words: readonly string[]): boolean =>
  /^create (or replace )?(function|procedure)\b/.test(words.slice(0, 4).join(' '));

/** What is known of the statement that is being read. */
class Progress {
  start = -1;
  readonly #words: string[] = [];
  #parentheses = 0;
  #blocks = 0;

  /** Whether a semicolon ends the statement here. */
  get isComplete(): boolean {
    return this.#parentheses <= 0 && this.#blocks === 0;
  }

  word(word: string): void {
    if (this.#words.length < 4) this.#words.push(word);
    if (word === 'begin' && mayHaveBody(this.#words)) this.#blocks += 1;
    else if (word === 'case' && this.#blocks > 0) this.#blocks += 1;
    else if (word === 'end' && this.#blocks > 0) this.#blocks -= 1;
  }

  sign(sign: string): void {
    if (sign === '(') this.#parentheses += 1;
    if (sign === ')') this.#parentheses -= 1;
  }
}

/** Splits a text of SQL as psql does; statements that are empty but for comments are left out. */
export function splitStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let progress = new Progress();
  const finish = (end: number): void => {
    const { start } = progress;
    if (start >= 0) statements.push({ text: sql.slice(start, end).trimEnd(), offset: start });
    progress = new Progress();
  };
  token.lastIndex = 0;
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const { blank, comment, dollar, word } = match.groups ?? {};
    if (blank) continue;
    if (comment) {
      token.lastIndex = commentEnd(sql, match.index);
      continue;
    }
    if (match[0] === ';' && progress.isComplete) {
      finish(match.index);
      continue;
    }
    if (progress.start < 0) progress.start = match.index;
    if (dollar) token.lastIndex = dollarEnd(sql, match.index, dollar);
    else if (word) progress.word(word.toLowerCase());
    else progress.sign(match[0]);
  }
  finish(sql.length);
  return statements;
}
