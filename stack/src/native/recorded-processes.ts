import { readFileSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import type { ProcessIdentity } from '../process/identity.ts';

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return false;
  return Number.isInteger(value.pid) && Number(value.pid) > 1 && typeof value.started === 'string';
}

function identitiesIn(value: unknown): ProcessIdentity[] {
  if (isIdentity(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(identitiesIn);
}

/** Every process that the state file names, whichever version wrote it; each may be dead by now. */
export function recordedProcesses({ stateFile }: Pick<Checkout, 'stateFile'>): ProcessIdentity[] {
  try {
    return identitiesIn(JSON.parse(readFileSync(stateFile, 'utf8')));
  } catch {
    return [];
  }
}
