import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Length of a generation's id: 12 random bytes in base64url. */
export const generationLength = 16;

/** An id that was never used before; none may ever come back, or what was filled under it would count again. */
export function newGeneration(): string {
  return randomBytes(12).toString('base64url');
}

/** Key under which a group's generation is kept. */
export function generationKey(namespace: string, group: string): string {
  return `${namespace}generation:${group}`;
}

/** How much longer than entries a generation lives, so that a group that is read a lot seldom loses its entries. */
const lifetimes = 20;

/** Lets everything that was filled under a group's generation so far count no more. */
export async function endGeneration(
  client: Redis,
  namespace: string,
  group: string,
  ttlSeconds: number,
): Promise<void> {
  await client.set(generationKey(namespace, group), newGeneration(), 'EX', ttlSeconds * lifetimes);
}

/** The generation of a group that seems to have none; another process may begin it at the same time. */
export async function beginGeneration(
  client: Redis,
  namespace: string,
  group: string,
  ttlSeconds: number,
): Promise<string> {
  const generation = newGeneration();
  const key = generationKey(namespace, group);
  return (await client.set(key, generation, 'EX', ttlSeconds * lifetimes, 'NX', 'GET')) ?? generation;
}
