import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import { codeOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';

// `.env` by Compose's rules, which packages/stack/env/read.sh keeps as well: env-file.integration.test.ts runs all three over one table.

type Variables = Record<string, string | undefined>;

function fault(message: string, fix: string): StackError {
  return new StackError(message, { code: 'invalid-option', fix: [fix] });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', $: '$', '\\': '\\' };

/** Nothing but Compose replaces variables, so that a value would be another one for each reader. */
function assertPlain(name: string, text: string): void {
  if (!/(?<!\\)(?:\\\\)*\$/.test(text)) return;
  const message = `${name} in .env has a $, in place of which Compose would put a variable`;
  throw fault(message, `Put the value into single quotes: ${name}='…'`);
}

/** The text of a quoted value, as it stands between the quotes; it may take several lines. */
function quotedText(name: string, text: string): string {
  const quote = text.charAt(0);
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return text.slice(1, at);
  }
  throw fault(`${name} in .env begins with a quote that is not closed`, `Put another ${quote} behind the value.`);
}

function unescape(inner: string, quote: string): string {
  return inner.replaceAll(/\\(.)/gs, (both, character: string) => {
    if (character === quote) return quote;
    return quote === '"' ? (escapes[character] ?? both) : both;
  });
}

/** One variable at the beginning of a text, and how many characters of it it takes. */
function parseValue(name: string, text: string): { readonly value: string; readonly length: number } {
  const quote = text.charAt(0);
  if (quote === '"' || quote === "'") {
    const inner = quotedText(name, text);
    if (quote === '"') assertPlain(name, inner);
    return { value: unescape(inner, quote), length: inner.length + 2 };
  }
  const [line = ''] = text.split('\n', 1);
  const [plain = ''] = line.split(' #', 1);
  if (plain.includes('$')) assertPlain(name, plain.replaceAll('\\', ''));
  return { value: plain.trimEnd(), length: line.length };
}

const assignment = /^[ \t]*(?:export[ \t]+)?([^=:]*?)[ \t]*[=:][ \t]*/;

/**
 * The variables of a text.
 * @throws StackError for what cannot be read, or what readers would read differently
 */
export function parseEnvText(text: string): Variables {
  const variables: Variables = {};
  let rest = text.replace(/^\uFEFF/, '');
  while (rest !== '') {
    const [line = ''] = rest.split('\n', 1);
    const [before, name = ''] = (/^\s*#/.test(line) ? undefined : assignment.exec(line)) ?? [];
    let length = line.length;
    if (before !== undefined) {
      if (/\s/.test(name)) throw fault(`${JSON.stringify(name)} in .env is not the name of a variable`, 'Correct it.');
      const found = parseValue(name, rest.slice(before.length));
      variables[name] = found.value;
      length = before.length + found.length;
    }
    const end = rest.indexOf('\n', length);
    rest = end === -1 ? '' : rest.slice(end + 1);
  }
  return variables;
}

/**
 * The variables of `.env`; none when there is no such file.
 * @throws StackError when it cannot be read
 */
export function readEnvFile({ envFile }: Checkout): Variables {
  try {
    return parseEnvText(readFileSync(envFile, 'utf8'));
  } catch (error) {
    if (error instanceof StackError) throw error;
    if (codeOf(error) === 'ENOENT') return {};
    throw new StackError(`${envFile} cannot be read (${codeOf(error)})`, {
      fix:
        codeOf(error) === 'EISDIR'
          ? [`It is a folder: move it away, and \`make dev\` writes the file.`]
          : [`Make it your own, and readable: sudo chown "$(id -un)" ${envFile} && chmod 600 ${envFile}`],
      cause: error,
    });
  }
}

/**
 * Gives variables of `.env` other values, each in its line or in a new one at the end, or takes their lines out; all else
 * stays as it is.
 * @param values of letters, digits and `.` only; undefined takes it out
 */
export function setVariables({ envFile }: Checkout, values: Readonly<Variables>): void {
  const before = readFileSync(envFile, 'utf8');
  let text = before;
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^${name}=.*\n?`, 'm');
    const next = value === undefined ? '' : `${name}=${value}\n`;
    const end = text === '' || text.endsWith('\n') ? '' : '\n';
    text = line.test(text) || next === '' ? text.replace(line, next) : `${text}${end}${next}`;
  }
  if (text === before) return;
  const next = `${envFile}.${process.pid}`;
  writeFileSync(next, text, { mode: statSync(envFile).mode & 0o777 });
  renameSync(next, envFile);
}
