import { z } from 'zod';
import { problemMediaType, problemSchema } from './problem.ts';

// What the operations of the API have in common.

/** Content that is JSON. */
export const json = (schema: z.core.$ZodType) => ({ 'application/json': { schema } });

/** The header with the request's id. */
export const requestIdHeader = z.string().meta({ description: "The request's id, which the log has too" });

const retryAfter = z.string().meta({ description: 'Seconds to wait before the next attempt', example: '1' });

/** Headers of every answer below `/api`; the rate limit can be switched off. */
export const apiHeaders = z.object({
  'X-Request-Id': requestIdHeader,
  RateLimit: z.string().optional().meta({
    description: 'What is left in this minute for this address (draft-ietf-httpapi-ratelimit-headers-07)',
    example: 'limit=600, remaining=599, reset=60',
  }),
  'RateLimit-Policy': z.string().optional().meta({ description: 'The limit and its window', example: '600;w=60' }),
});

/** An answer that is a problem. */
export const problem = (description: string, headers: z.ZodObject = z.object({ 'X-Request-Id': requestIdHeader })) => ({
  description,
  headers,
  content: { [problemMediaType]: { schema: problemSchema } },
});

export const forbidden = problem(
  'The request names a host that is not known (outside production), or a page of another site asks for a change',
);
const malformed = problem('A parameter, a header or the body is not as described');
export const retryHeaders = z.object({ 'X-Request-Id': requestIdHeader, 'Retry-After': retryAfter });
const tooMany = problem('Too many requests from this address', retryHeaders);
const unavailable = problem('The database is away, locked, full or read-only; nothing was changed', retryHeaders);
const failed = problem('Something went wrong in the API; its log has the reason under the id');

/** Problems that every operation below `/api` can answer with; a body is read whether it is wanted or not. */
export const apiProblems = {
  400: malformed,
  403: forbidden,
  413: problem('The body is larger than 100 kB'),
  415: problem('The body is not application/json'),
  429: tooMany,
  500: failed,
  503: unavailable,
};

export const noStore = z.object({ 'Cache-Control': z.literal('no-store') });
