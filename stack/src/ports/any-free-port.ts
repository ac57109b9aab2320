import { randomInt } from 'node:crypto';
import { isPortFree } from './is-free.ts';

/** Below the ports that systems give to outgoing connections, any of which could take the port before its server does. */
const range = { first: 15_000, beyond: 32_000 } as const;

const maxAttempts = 100;

/**
 * A TCP port that is free on 127.0.0.1 now, chosen at random so that nobody else soon chooses it, too.
 * @throws when none of a hundred is free
 */
export async function anyFreePort(): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const port = randomInt(range.first, range.beyond);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`None of ${maxAttempts} ports from ${range.first} on is free`);
}
