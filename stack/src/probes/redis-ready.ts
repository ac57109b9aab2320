import { tcpExchange } from './tcp-exchange.ts';

/** Whether a Redis server on this port answers; one that is loading its data does not count. */
export async function isRedisReady(port: number): Promise<boolean> {
  const answer = await tcpExchange(port, Buffer.from('PING\r\n'), 1_000);
  return answer?.toString('latin1', 0, 5) === '+PONG';
}
