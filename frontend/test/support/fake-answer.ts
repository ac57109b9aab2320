import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { problemMediaType, problemSchema, problemType, type FieldError, type ProblemCode } from '@app/contract/problem';

/** An answer of the fake API: JSON, or nothing. */
export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem as the contract has it. */
export function problemAnswer(
  status: number,
  code: ProblemCode,
  title: string,
  { headers, ...rest }: ProblemOptions = {},
): FakeAnswer {
  const body = problemSchema.parse({ type: problemType(code), title, status, id: randomUUID(), ...rest });
  return { status, body, headers: { 'content-type': problemMediaType, ...headers } };
}

export function send(response: ServerResponse, { status, body, headers }: FakeAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
