import { once } from 'node:events';
import { connect } from 'node:net';
import { tasksPath } from '@app/contract/tasks';

/** A request for a new task, of which only half was sent. */
export interface HalfRequest {
  /** Sends the rest. @returns the whole answer, empty when the connection was cut */
  finish(): Promise<string>;
}

/** @param origin of the API, which has taken the connection when this returns */
export async function sendHalf(origin: string, title: string): Promise<HalfRequest> {
  const { hostname, port } = new URL(origin);
  const body = JSON.stringify({ title });
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.on('error', () => undefined);
  const ended = once(socket, 'close');
  const head = ['Host: localhost', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
  socket.write(`POST ${tasksPath} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
  // Answered after what was sent before has arrived.
  await fetch(`${origin}/health`);
  return {
    async finish() {
      socket.write(body.slice(5));
      await ended;
      return answer;
    },
  };
}
