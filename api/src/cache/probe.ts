import { once } from 'node:events';
import type { Redis } from 'ioredis';
import type { Probe } from '../health/probe.ts';

/** Asks Redis over the API's own connection to it. While that is lost, the last error of connecting is the answer. */
export function createCacheProbe(client: Redis): Probe {
  let lastError: Error | undefined;
  client.on('error', (error) => {
    lastError = error;
  });
  client.on('ready', () => {
    lastError = undefined;
  });

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
      if (client.status !== 'ready') await becomesReady(signal);
      const aborted = Promise.withResolvers<never>();
      const abort = (): void => aborted.reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      try {
        await Promise.race([client.ping(), aborted.promise]);
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    onChange(listener) {
      client.on('close', listener);
      client.on('ready', listener);
    },
    // The connection is the client's; whoever made that closes it.
    async close() {},
  };
}
