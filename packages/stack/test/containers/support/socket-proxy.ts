import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { docker } from './docker.ts';

/** The engine's socket under another path, with another group. */
export interface SocketProxy {
  readonly path: string;
  close(): Promise<void>;
}

/** @param group id of the group that may use it */
export async function openSocketProxy(engineSocket: string, group: number): Promise<SocketProxy> {
  const directory = await mkdtemp(join(tmpdir(), 'engine-'));
  const path = join(directory, 'docker.sock');
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: engineSocket, allowHalfOpen: true });
    for (const socket of [client, engine]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    }
    void Promise.allSettled([pipeline(client, engine), pipeline(engine, client)]);
  });
  await once(server.listen(path), 'listening');
  await chmod(path, 0o660);
  // By a container, for only root can give it any group.
  const owner = [
    '--volume',
    `${directory}:/proxy`,
    'node:24-bookworm-slim',
    'chown',
    `0:${group}`,
    '/proxy/docker.sock',
  ];
  await docker('run', '--rm', ...owner);
  return {
    path,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await rm(directory, { recursive: true });
    },
  };
}
