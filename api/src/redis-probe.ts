import { once } from 'node:events';
import { type Probe, untilAborted } from '@zero-to-running/health/server/probe';
import type { CacheClient } from './redis.ts';

/** Writes and reads in Redis over the API's own connection to it. While that is lost, the last error of connecting is the answer. */
export function createCacheProbe(client: CacheClient): Probe {
  const listeners: (() => void)[] = [];
  let lastError: Error | undefined;
  let isReady = client.status === 'ready';

  const changed = (nowReady: boolean): void => {
    if (nowReady === isReady) return;
    isReady = nowReady;
    for (const listener of listeners) listener();
  };

  client.on('error', (error) => {
    lastError = error;
  });
  client.on('ready', () => {
    lastError = undefined;
    changed(true);
  });
  // Comes after every vain attempt to connect, too.
  client.on('close', () => changed(false));

  const becomesReady = async (signal: AbortSignal): Promise<void> => {
    if (lastError) throw lastError;
    if (client.status === 'wait') client.connect().catch(() => {});
    // Rejects with the error of connecting, if that comes first.
    await once(client, 'ready', { signal });
  };

  return {
    name: 'cache',
    critical: false,
    async check(signal) {
      signal.throwIfAborted();
      if (client.status !== 'ready') await untilAborted(signal, becomesReady(signal));
      await untilAborted(signal, client.writeAndRead());
      const failure = client.takeFailure();
      if (failure !== undefined) throw failure;
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
