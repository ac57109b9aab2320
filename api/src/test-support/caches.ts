import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { serviceUrl } from './services.ts';

/** A numbered database of the test Redis that no other test uses meanwhile; empty at the start. */
export interface TestCache {
  readonly url: string;
  /** A plain connection to it, for looking at it and changing it from outside. */
  readonly admin: Redis;
  release(): Promise<void>;
}

const leaseSeconds = 900;
const deadlineMs = 30_000;

/** Database 0 holds the leases, so that several test runs can share one Redis. */
async function lease(leases: Redis, token: string): Promise<number> {
  const [, count = '16'] = await leases.config('GET', 'databases');
  for (const deadline = Date.now() + deadlineMs; Date.now() < deadline; await delay(100)) {
    for (let index = 1; index < Number(count); index += 1) {
      if (await leases.set(`ztr-test:lease:${index}`, token, 'EX', leaseSeconds, 'NX')) return index;
    }
  }
  throw new Error(`All ${count} databases of the test Redis are in use`);
}

/** Leases an empty database of the test Redis. */
export async function createTestCache(): Promise<TestCache> {
  const base = serviceUrl('cache');
  const leases = new Redis(base.href);
  const index = await lease(leases, randomUUID());
  base.pathname = `/${index}`;
  const admin = new Redis(base.href);
  await admin.flushdb();
  return {
    url: base.href,
    admin,
    async release() {
      await admin.flushdb();
      await leases.del(`ztr-test:lease:${index}`);
      admin.disconnect();
      leases.disconnect();
    },
  };
}
