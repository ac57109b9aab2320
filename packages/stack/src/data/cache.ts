import { keyPrefix } from '@app/contract/cache-keys';
import type { Redis } from 'ioredis';
import type { Address } from './data-session.ts';

const timeouts = { connectMs: 2_000, commandMs: 10_000 } as const;

/** Keys that one SCAN looks at. */
const batch = 1_000;

async function unlinkAll(client: Redis): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', `${keyPrefix}*`, 'COUNT', batch);
    if (keys.length > 0) await client.unlink(keys);
    cursor = next;
  } while (cursor !== '0');
}

/**
 * Deletes the application's keys, and no others. The API's cache is safe from values that it read before and stores after
 * this: they are stored with a generation that is deleted here, and count no more.
 * @throws the driver's error when the server does not answer
 */
export async function emptyCache({ host, port }: Address): Promise<void> {
  // Loaded only here: it is slow to load, and most verbs on the data leave the cache alone.
  const ioredis = await import('ioredis');
  const client = new ioredis.Redis({
    host,
    port,
    lazyConnect: true,
    connectTimeout: timeouts.connectMs,
    commandTimeout: timeouts.commandMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let cause: Error | undefined;
  client.on('error', (error) => (cause = error));
  try {
    await client.connect();
    await unlinkAll(client);
  } catch (error) {
    // That the connection is closed says less than why.
    throw cause ?? error;
  } finally {
    client.disconnect();
  }
}
