import { existsSync, statSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';
import { readEnvFile } from './env-file.ts';

// packages/stack/env/write.sh, which writes `.env`: it needs no Node, for the dev container is opened without one.

/** Code by which it ends where a volume is another's. */
const isAnothers = 3;

/** @throws StackError when it fails */
async function write(checkout: Checkout, ...options: readonly string[]): Promise<string> {
  // Loaded only here: it is slow to load, and every verb reads the file.
  const { runTool } = await import('../process/run.ts');
  const { ok, exitCode, output } = await runTool('sh', ['packages/stack/env/write.sh', ...options], {
    cwd: checkout.root,
    deadlineMs: 60_000,
  });
  if (ok) return output.trim();
  if (exitCode === isAnothers) {
    const lines = output.trim().split('\n');
    const first = lines.findIndex((line) => line.startsWith('The volume '));
    throw new StackError((lines[first] ?? output).replace(/\.$/, ''), { code: 'not-own', fix: lines.slice(first + 1) });
  }
  throw new StackError(`.env could not be written: ${output.trim()}`, {
    fix: ['Copy .env.example to .env and set POSTGRES_PASSWORD there.'],
  });
}

/** Whether it was written for this place; by its inode as well, for a folder that was cloned again. */
function isWrittenHere({ root }: Checkout, place: string | undefined): boolean {
  return place === `${root}#${statSync(root, { bigint: true }).ino}`;
}

/**
 * Makes `.env` from `.env.example` with a generated password, if it is not there or has none; what stands in it stays.
 * @returns what was done, for a person; nothing when all was there
 * @throws StackError when it cannot be written
 */
export async function ensureEnvFile(checkout: Checkout): Promise<string> {
  const { POSTGRES_PASSWORD: password, COMPOSE_PROJECT_NAME: name, SECRETS_VERSION: secrets } = readEnvFile(checkout);
  return password && name && secrets ? '' : write(checkout);
}

/** Puts the secrets of `.env`, as they are now, where containers read them. @throws StackError when that fails */
export async function updateSecrets(checkout: Checkout): Promise<void> {
  await write(checkout);
}

/**
 * Notices a `.env` that came from another place, with a copied or a moved checkout: of a copy, it takes the other's name,
 * ports and password out.
 * @returns what was done, for a person
 * @throws StackError when a copied one cannot be written
 */
export async function settleIdentity(checkout: Checkout): Promise<string> {
  if (checkout.isInDevContainer || !existsSync(checkout.envFile)) return '';
  let place: string | undefined;
  try {
    place = readEnvFile(checkout).CHECKOUT_PLACE;
  } catch {
    // What cannot be read is said by those who need it.
    return '';
  }
  if (isWrittenHere(checkout, place)) return '';
  return write(checkout).catch((error: unknown) => {
    if (place !== undefined) throw error;
    return '';
  });
}

/**
 * Makes the database's volume as this checkout's own.
 * @param suffix of the project's name, such as production's
 * @throws StackError naming whose it is, where it is another's
 */
export async function claimData(checkout: Checkout, suffix = ''): Promise<void> {
  await write(checkout, `--claim-data${suffix && `=${suffix}`}`);
}
