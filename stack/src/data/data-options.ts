import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { wholeOption } from '../options.ts';

const mega = 1024 * 1024;

/**
 * SNAPSHOTS_MAX_MB of the environment or `.env`: what all snapshots together may take.
 * @returns bytes
 * @throws StackError when it is no such number
 */
export function snapshotsMaxBytes(checkout: Checkout, environment: NodeJS.ProcessEnv): number {
  const name = 'SNAPSHOTS_MAX_MB';
  const variables = { [name]: environment[name] || readEnvFile(checkout)[name] };
  return mega * wholeOption(variables, name, { min: 1, max: 100_000_000, fallback: 4_096 });
}

/**
 * SCALE: how many tasks seeding makes.
 * @throws StackError when it is no such number
 */
export function scaleOption(environment: NodeJS.ProcessEnv): number {
  return wholeOption(environment, 'SCALE', { min: 0, max: 1_000_000, fallback: 100 });
}
