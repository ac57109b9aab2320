import { createSocket } from 'node:dgram';

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
