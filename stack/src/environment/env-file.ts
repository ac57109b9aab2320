import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Checkout } from '../checkout.ts';
import { codeOf } from '../errors.ts';
import { runTool } from '../process/run-tool.ts';
import { StackError } from '../stack-error.ts';

/**
 * The variables of `.env`; none when there is no such file.
 * @throws StackError when it cannot be read
 */
export function readEnvFile({ envFile }: Checkout): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(envFile, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw new StackError(`${envFile} cannot be read (${codeOf(error)})`, {
      fix: [`Give it back to yourself: sudo chown "$(id -un)" ${envFile}`],
      cause: error,
    });
  }
}

/**
 * Makes `.env` from `.env.example` with a generated password, if it is not there or has none; what stands in it stays.
 * @returns what was done, for a person; nothing when all was there
 * @throws StackError when it cannot be written
 */
export async function ensureEnvFile(checkout: Checkout): Promise<string> {
  if (readEnvFile(checkout).POSTGRES_PASSWORD) return '';
  const { ok, output } = await runTool('sh', ['stack/env/write.sh'], { cwd: checkout.root, deadlineMs: 60_000 });
  if (!ok || !readEnvFile(checkout).POSTGRES_PASSWORD) {
    throw new StackError(`.env could not be written: ${output.trim()}`, {
      fix: ['Copy .env.example to .env and set POSTGRES_PASSWORD there.'],
    });
  }
  return output.trim();
}
