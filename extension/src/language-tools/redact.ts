/** An address from its `://` on, with others that follow it without a space. */
const addresses = /:\/\/[^\s"'`<>]+/g;

/** How the scheme ends before which a number after the name is a port, and an `@` after that a package's or a person's. */
const web = /(?:^|[^a-z])(?:https?|wss?)$/i;

/** What follows `://`, up to the next one. */
function redactAddress(address: string, isWeb: boolean, mark: string): string {
  const path = address.search(/[/?#]/);
  const authority = path === -1 ? address : address.slice(0, path);
  // A password is often written with what it should have been encoded for: the last `@` ends it, wherever that is.
  const holdsPassword = authority.includes(':') && !(isWeb && (authority.includes('@') || /:\d*$/.test(authority)));
  const end = (holdsPassword ? address : authority).lastIndexOf('@');
  return end > 0 ? mark + address.slice(end) : address;
}

/** Replaces the user and password of addresses. */
function redactAddresses(line: string, mark: string): string {
  return line.replaceAll(addresses, (found, offset: number) => {
    const [, ...parts] = found.split('://');
    let before = line.slice(Math.max(0, offset - 6), offset);
    const redacted = parts.map((part) => {
      const isWeb = web.test(before);
      before = part.slice(-6);
      return `://${redactAddress(part, isWeb, mark)}`;
    });
    return redacted.join('');
  });
}

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
function redactNamed(line: string, mark: string): string {
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

const mark = '[redacted]';

/** To its end, or to that of what there is. */
const privateKey =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** After the word, what is no word. */
const schemes = /\b(bearer|basic)([ \t]+)(?=[\w.~+/=-]{20}|[a-z_.~+/=-]{0,20}\d)[\w.~+/=-]{6,}/gi;

/** What is known for a secret by how it begins: not within a word, but after an escaped end of line. */
const known = new RegExp(
  String.raw`(?:(?<![\w-])|(?<=\\[nrt]))(?:${[
    String.raw`eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){0,3}`,
    String.raw`(?:AKIA|ASIA)[A-Z\d]{16}(?!\w)`,
    String.raw`gh[pousr]_\w{20,}`,
    String.raw`github_pat_\w{20,}`,
    String.raw`glpat-[\w-]{16,}`,
    String.raw`npm_[A-Za-z\d]{30,}`,
    String.raw`sk-[\w-]{20,}`,
    String.raw`[rs]k_(?:live|test)_\w{10,}`,
    String.raw`xox[a-z]-[\w-]{8,}`,
  ].join('|')})`,
  'g',
);

function redactLine(line: string): string {
  return redactNamed(redactAddresses(line, mark), mark).replaceAll(schemes, `$1$2${mark}`).replaceAll(known, mark);
}

/**
 * A text without passwords, tokens and keys, as far as they look like some. What says which thing it was is kept. Takes a
 * time that grows as the text does, whatever is in it.
 */
export function redact(text: string): string {
  return text.replaceAll(privateKey, mark).split('\n').map(redactLine).join('\n');
}
