import { redactAddresses } from './redact-addresses.ts';
import { redactNamed } from './redact-named.ts';

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
