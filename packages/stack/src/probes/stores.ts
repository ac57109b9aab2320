import { connect } from 'node:net';

/**
 * Sends bytes to a port on the loopback address, and answers with the first that come back.
 * @returns undefined when nobody listens, or nothing comes within the deadline
 */
function tcpExchange(port: number, request: Buffer, deadlineMs: number): Promise<Buffer | undefined> {
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

/** A start-up message of protocol 3.0, as in PostgreSQL's manual, "Message Formats": length, version, name-value pairs. */
function startupMessage(user: string): Buffer {
  const pairs = Buffer.from(`user\0${user}\0database\0postgres\0application_name\0readiness probe\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + pairs.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, pairs]);
}

const cannotConnectNow = 'C57P03';

/**
 * Whether a PostgreSQL server on this port accepts connections, as pg_isready(1) finds it out: any answer counts, even
 * a refusal, but the one that it is still starting.
 */
export async function isPostgresReady(port: number): Promise<boolean> {
  const answer = await tcpExchange(port, startupMessage('postgres'), 1_000);
  if (!answer) return false;
  const kind = answer.toString('latin1', 0, 1);
  return kind === 'R' || (kind === 'E' && !answer.includes(cannotConnectNow));
}

/** Whether a Redis server on this port answers; one that is loading its data does not count. */
export async function isRedisReady(port: number): Promise<boolean> {
  const answer = await tcpExchange(port, Buffer.from('PING\r\n'), 1_000);
  return answer?.toString('latin1', 0, 5) === '+PONG';
}
