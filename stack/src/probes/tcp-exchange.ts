import { connect } from 'node:net';

/**
 * Sends bytes to a port on the loopback address, and answers with the first that come back.
 * @returns undefined when nobody listens, or nothing comes within the deadline
 */
export function tcpExchange(port: number, request: Buffer, deadlineMs: number): Promise<Buffer | undefined> {
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const socket = connect({ host: '127.0.0.1', port, timeout: deadlineMs });
  const settle = (answer?: Buffer) => {
    socket.destroy();
    resolve(answer);
  };
  socket.once('connect', () => socket.write(request));
  socket.once('data', settle);
  for (const event of ['error', 'timeout', 'close']) socket.once(event, () => settle());
  return promise;
}
