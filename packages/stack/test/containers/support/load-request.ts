import { randomUUID } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { messageOf } from '../../../src/errors.ts';

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: string;
  /** Sends the second half of the body only then. */
  readonly held?: Promise<void>;
}

/** What became of a request. */
export interface Outcome {
  readonly method: LoadRequest['method'];
  /** `performance.now()`, as `endedAt`. */
  readonly sentAt: number;
  readonly endedAt: number;
  /** 0 where no answer came. */
  readonly status: number;
  /** Addresses the load balancer tried, in order. */
  readonly replicas: readonly string[];
  /** Body of the answer, or why none came. */
  readonly text: string;
}

const deadlineMs = 60_000;

/** Title of a task that no other request gives. */
export const taskBody = (): string => JSON.stringify({ title: randomUUID() });

const replicasOf = ({ headers }: IncomingMessage): string[] =>
  String(headers['x-replicas'] ?? '')
    .split(/, /)
    .filter(Boolean)
    .map((address) => address.replace(/:\d+$/, ''));

/** On a connection of its own: one that is kept open to the load balancer may be closed by it at any time. */
async function exchange(origin: string, { method, path, body = '', held }: LoadRequest) {
  const headers = body
    ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'if-match': '*' }
    : {};
  const outgoing = request(origin + path, { agent: false, method, headers, signal: AbortSignal.timeout(deadlineMs) });
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // Refused before its body is sent, a request ends with an error after the answer.
  outgoing.once('response', resolve).on('error', reject);
  const half = held ? Math.floor(body.length / 2) : 0;
  if (held) {
    outgoing.write(body.slice(0, half));
    await Promise.race([held, answered]);
  }
  outgoing.end(body.slice(half));
  const response = await answered;
  return { status: response.statusCode ?? 0, replicas: replicasOf(response), text: await text(response) };
}

/** Sends a request, and never rejects. */
export async function send(origin: string, wanted: LoadRequest): Promise<Outcome> {
  const sentAt = performance.now();
  const answer = await exchange(origin, wanted).catch((error: unknown) => ({
    status: 0,
    replicas: [],
    text: messageOf(error),
  }));
  return { method: wanted.method, sentAt, endedAt: performance.now(), ...answer };
}

export const isFailure = ({ status }: Outcome): boolean => status < 200 || status >= 300;
