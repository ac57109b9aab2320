import { connect, createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { randomInt } from 'node:crypto';

function canListen(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  // Without IPv6 there is no such address, and nobody listens there.
  server.once('error', (error: NodeJS.ErrnoException) => resolve(!['EADDRINUSE', 'EACCES'].includes(error.code ?? '')));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

function answers(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 1_000 });
  const settle = (result: boolean) => {
    socket.destroy();
    resolve(result);
  };
  socket.once('connect', () => settle(true));
  socket.once('error', () => settle(false));
  socket.once('timeout', () => settle(true));
  return promise;
}

const loopback = ['127.0.0.1', '::1'];

/**
 * Whether nobody serves a TCP port on the loopback addresses. Both count, as `localhost` may lead to either; and on
 * macOS a port that another process has on all addresses can still be listened on, hence the attempts to connect.
 */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of loopback) {
    if (!(await canListen(host, port)) || (await answers(host, port))) return false;
  }
  return true;
}

/** Holds a port against other stacks on this machine until it is released, or the process ends in whatever way. */
export interface PortClaim {
  release(): void;
}

/**
 * Claims a port by binding the UDP port of the same number, which nothing of the stack uses: the system gives it to one
 * process at a time, whichever its user. So two stacks that start at once never choose the same port, and one keeps its
 * ports while a service restarts.
 * @returns undefined when it is another's
 */
export function claimPort(port: number): Promise<PortClaim | undefined> {
  const { promise, resolve } = Promise.withResolvers<PortClaim | undefined>();
  const socket = createSocket('udp4');
  socket.unref();
  socket.once('error', () => {
    socket.close();
    resolve(undefined);
  });
  socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve({ release: () => socket.close() }));
  return promise;
}

/** Whether a port can be had: nobody serves it, and no other stack has claimed it. */
export async function isPortAvailable(port: number): Promise<boolean> {
  const claim = await claimPort(port);
  claim?.release();
  return claim !== undefined && isPortFree(port);
}

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
