import { once } from 'node:events';
import { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

const farewellMs = 1_000;

/** A connection outside the pool that can be given up at once, even when the server does not answer any more. */
export interface DedicatedClient {
  readonly client: Client;
  /** Drops the connection; what is under way fails. */
  readonly destroy: () => void;
  /** Says goodbye, and drops the connection when the server does not react within a second. */
  readonly end: () => Promise<void>;
}

/** @param config as for `pg.Client`; not connected yet */
export function createDedicatedClient(config: ClientConfig): DedicatedClient {
  // Ours, because pg has no way to close a connection that does not wait for the server.
  const socket = new Socket();
  const client = new Client({ ...config, stream: () => socket });
  const destroy = (): void => void socket.destroy();
  return {
    client,
    destroy,
    async end() {
      const closed = socket.destroyed
        ? undefined
        : once(socket, 'close', { signal: AbortSignal.timeout(farewellMs) }).catch(destroy);
      client.end().catch(destroy);
      await closed;
    },
  };
}
