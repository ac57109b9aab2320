import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A clone of the repository, and where its stack keeps what it makes. */
export interface Checkout {
  /** Without symbolic links. */
  readonly root: string;
  /** The same for every process in this checkout, and different from that of any other on this machine. */
  readonly id: string;
  /** Everything that the stack makes, but for `.env`. */
  readonly directory: string;
  readonly logs: string;
  readonly tools: string;
  readonly postgres: string;
  readonly stateFile: string;
  readonly lockFile: string;
  /** Relative to the root, since the path of a socket is limited to about 100 characters. */
  readonly socket: string;
  readonly envFile: string;
  readonly envExample: string;
  /** Whether this runs in the dev container's `workspace`, beside the containers of the stack. */
  readonly isInDevContainer: boolean;
}

export function checkoutAt(directory: string): Checkout {
  const root = realpathSync(directory);
  const { dev, ino } = statSync(root);
  const inStack = (name: string) => join(root, '.stack', name);
  return {
    root,
    id: createHash('sha256').update(`${root}\0${dev}:${ino}`).digest('hex').slice(0, 16),
    directory: join(root, '.stack'),
    logs: inStack('logs'),
    tools: inStack('tools'),
    postgres: inStack('postgres'),
    stateFile: inStack('state.json'),
    lockFile: inStack('lock'),
    socket: join('.stack', 'socket'),
    envFile: join(root, '.env'),
    envExample: join(root, '.env.example'),
    isInDevContainer: process.env.IN_DEV_CONTAINER === '1',
  };
}

/** The checkout this file belongs to. */
export const thisCheckout = checkoutAt(join(import.meta.dirname, '../../..'));

const manifestSchema = z.object({ version: z.string() });

/** The version that a folder's package.json says. */
export function packageVersion(directory: string): string {
  return manifestSchema.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))).version;
}
