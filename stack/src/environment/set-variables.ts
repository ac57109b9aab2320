import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';

/** Gives variables of `.env` other values, each in its line or in a new one at the end; all else stays as it is. */
export function setVariables({ envFile }: Checkout, values: Readonly<Record<string, string>>): void {
  let text = readFileSync(envFile, 'utf8');
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^${name}=.*$`, 'm');
    const end = text === '' || text.endsWith('\n') ? '' : '\n';
    text = line.test(text) ? text.replace(line, `${name}=${value}`) : `${text}${end}${name}=${value}\n`;
  }
  const next = `${envFile}.${process.pid}`;
  writeFileSync(next, text, { mode: statSync(envFile).mode & 0o777 });
  renameSync(next, envFile);
}
