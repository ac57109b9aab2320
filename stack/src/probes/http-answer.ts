import { get } from 'node:http';

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Gets a URL.
 * @returns undefined when there is no whole answer within the deadline
 */
export function httpAnswer(url: string, deadlineMs: number, headers: Record<string, string> = {}) {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer | undefined>();
  const request = get(url, { agent: false, headers, signal: AbortSignal.timeout(deadlineMs) }, (response) => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (body += chunk));
    response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    response.once('error', () => resolve(undefined));
  });
  request.once('error', () => resolve(undefined));
  return promise;
}
