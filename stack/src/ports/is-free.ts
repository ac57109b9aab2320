import { connect, createServer } from 'node:net';

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
