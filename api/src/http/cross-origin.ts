import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';

const exposedHeaders = [
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'Retry-After',
  'X-Cache',
  'X-Request-Id',
];

const maxAgeSeconds = 600;

/**
 * Lets pages of these origins, and no others, read the API's answers.
 * @returns what sets the headers, and answers preflight requests without going on
 */
export function crossOrigin(origins: readonly string[]) {
  const handle = cors({ origin: [...origins], exposedHeaders, maxAge: maxAgeSeconds });
  return (req: IncomingMessage, res: ServerResponse, next: () => void): void => handle(req, res, next);
}
