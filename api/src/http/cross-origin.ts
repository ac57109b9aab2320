import cors from 'cors';
import type { RequestHandler } from 'express';

const exposedHeaders = [
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Cache',
  'X-Request-Id',
];

const maxAgeSeconds = 600;

/** Lets pages of these origins, and no others, read the API's answers. */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return cors({ origin: [...origins], exposedHeaders, maxAge: maxAgeSeconds });
}
