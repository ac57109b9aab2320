import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A numbered database of Redis that no other test uses meanwhile; empty at first. */
export interface TestCache {
  readonly url: URL;
  release(): Promise<void>;
}

const leaseSeconds = 900;

const deadlineMs = 30_000;

/** Database 0 holds the leases, under the same names as those of the API's tests. */
const leaseKey = (index: number) => `ztr-test:lease:${index}`;

async function lease(leases: Redis): Promise<number> {
  const [, count = '16'] = await leases.config('GET', 'databases');
  for (const deadline = Date.now() + deadlineMs; Date.now() < deadline; await delay(100)) {
    for (let index = 1; index < Number(count); index += 1) {
      if (await leases.set(leaseKey(index), randomUUID(), 'EX', leaseSeconds, 'NX')) return index;
    }
  }
  throw new Error(`All ${count} databases of the test Redis are in use`);
}

/** @param server URL of a Redis that may be used for tests */
export async function leaseTestCache(server: string): Promise<TestCache> {
  const leases = new Redis(server);
  const index = await lease(leases);
  const url = new URL(server);
  url.pathname = `/${index}`;
  const admin = new Redis(url.href);
  await admin.flushdb();
  return {
    url,
    release: async () => {
      await admin.flushdb();
      await leases.del(leaseKey(index));
      admin.disconnect();
      leases.disconnect();
    },
  };
}
