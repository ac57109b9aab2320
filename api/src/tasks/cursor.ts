import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';

/** The largest value of PostgreSQL's bigint, and so a position before which every task comes. */
export const lastPosition = 2n ** 63n - 1n;

const isPosition = (text: string): boolean => /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= lastPosition;

const cursorSchema = z.strictObject({ before: z.string().refine(isPosition) });

/** An opaque cursor for the page whose tasks come before a position. */
export function encodeCursor(before: string): string {
  return Buffer.from(JSON.stringify({ before })).toString('base64url');
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * The position a cursor stands for.
 * @throws HttpProblem `bad-request` naming the cursor, unless it is one that `encodeCursor` made
 */
export function decodeCursor(cursor: string): string {
  const { data } = cursorSchema.safeParse(decode(cursor));
  if (data && encodeCursor(data.before) === cursor) return data.before;
  const message = 'is not a cursor that this API has given; take nextCursor of the page before, or leave it out';
  throw new HttpProblem('bad-request', {
    detail: `cursor ${JSON.stringify(cursor)} ${message}`,
    errors: [{ in: 'query', field: 'cursor', message }],
  });
}
