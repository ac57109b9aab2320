import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemMediaType } from '@zero-to-running/contract/problem';
import { newRequestId } from './request-id.ts';

/** Statuses for what Node's parser refuses before there is a request; all else is 400. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const details: Readonly<Record<number, string>> = {
  400: 'This is not a request of HTTP/1.1',
  408: 'The request did not arrive in time',
  413: 'The extensions of a chunk are too large',
  431: 'The headers are larger than 16 kB',
};

export interface ClientErrorAnswer {
  readonly id: string;
  readonly status: number;
}

/**
 * Answers bytes that are no request with a problem, and closes the connection.
 * @param error the error of the server's event `clientError`
 * @returns what was answered; undefined when there is nobody to answer any more
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): ClientErrorAnswer | undefined {
  if (!socket.writable || error.code === 'ECONNRESET' || error.code === 'EPIPE') {
    socket.destroy();
    return undefined;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  const id = newRequestId();
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: details[status],
    id,
  });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  return { id, status };
}
