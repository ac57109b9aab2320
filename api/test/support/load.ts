import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What became of the requests of a load. */
export interface LoadResult {
  readonly statuses: readonly number[];
  /** Errors of requests whose connection had been accepted. */
  readonly errors: readonly string[];
}

interface Answer {
  readonly status: number;
}

function send(origin: string, agent: Agent, path: string, method: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request(origin + path, { method, agent, headers }, (response) => {
      text(response).then(() => resolve({ status: response.statusCode ?? 0 }), reject);
    });
    sent.once('error', reject).end(body);
  });
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';

/**
 * Clients that read and create tasks on connections that are kept alive, each one request after the other, until
 * nobody accepts connections any more.
 */
export async function loadUntilRefused(origin: string, clients: number): Promise<LoadResult> {
  const statuses: number[] = [];
  const errors: string[] = [];

  async function client(number: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      for (let count = 0; ; count += 1) {
        const creates = (count + number) % 5 === 0;
        const body = creates ? JSON.stringify({ title: `Task ${count} of ${number}` }) : undefined;
        const { status } = await send(
          origin,
          agent,
          '/api/tasks?limit=5'.slice(0, creates ? 10 : undefined),
          creates ? 'POST' : 'GET',
          body,
        );
        statuses.push(status);
      }
    } catch (error) {
      if (!isRefused(error)) errors.push(String(error));
    } finally {
      agent.destroy();
    }
  }

  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return { statuses, errors };
}
