const names =
  'password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|credential';

/**
 * Where the value of something secret begins. Lookbehinds are bounded, and no expression begins with a repetition, so that
 * the time stays linear whatever a log holds.
 */
const beginnings = new RegExp(
  [
    // A header, whose value is the rest of it.
    String.raw`(?<header>(?:authorization|cookie)(?:\\*["'])?[ \t]*:[ \t]*)`,
    // `PASSWORD=`, `"password":` and `\"password\":`
    String.raw`(?:${names}|authorization|cookie)(?<!unexpected token)(?<!\barn:[\w:-]{0,80})[\w-]{0,40}(?:\\*["'])?\]?[ \t]*(?:=>|:=|==|[:=])[ \t]*(?:(?<=authorization.{0,8})(?:basic|bearer|digest|token)[ \t]+)?`,
    // `--password x`
    String.raw`(?:${names}|requirepass|masterauth)(?<=--[\w-]{0,60})[ \t]+(?!-)`,
    String.raw`\b(?:requirepass|masterauth)[ \t]+`,
    // `PASSWORD 'x'`
    String.raw`(?:\bpassword|\bidentified by)[ \t]+(?=\\*["'])`,
  ].join('|'),
  'gi',
);

const opening = /(\\*)(["'])/y;
const bare = /[^\s,;&}]+/y;
const restOfHeader = /(?:=["'][^"']*["']|[^"'\\])+/y;

/**
 * Where a quoted value ends: at the same quote with as many backslashes as its first one has, and not at one that belongs to
 * the value, which has more of them; JSON in JSON doubles them with each level.
 */
function endOfQuoted(line: string, from: number, quote: string, level: number): number {
  for (let at = line.indexOf(quote, from); at !== -1; at = line.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > from && line[at - backslashes - 1] === '\\') backslashes += 1;
    if (backslashes % (2 * (level + 1)) === level) return at + 1;
  }
  return line.length;
}

function endOf(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : from;
}

function endOfValue(line: string, from: number, isHeader: boolean): number {
  opening.lastIndex = from;
  const [all = '', { length: level } = '', quote] = opening.exec(line) ?? [];
  if (quote !== undefined) return endOfQuoted(line, from + all.length, quote, level);
  if (line[from] === '[') return line.indexOf(']', from) + 1 || line.length;
  return endOf(isHeader ? restOfHeader : bare, line, from);
}

/** Replaces the values of what is called a password, a token and the like. */
export function redactNamed(line: string, mark: string): string {
  let redacted = '';
  let done = 0;
  beginnings.lastIndex = 0;
  for (let found = beginnings.exec(line); found; found = beginnings.exec(line)) {
    const from = beginnings.lastIndex;
    const end = endOfValue(line, from, found.groups?.['header'] !== undefined);
    if (end === from) continue;
    redacted += line.slice(done, from) + mark;
    done = end;
    beginnings.lastIndex = end;
  }
  return redacted + line.slice(done);
}
