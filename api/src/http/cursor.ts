import { z } from 'zod';
import { InvalidCursorError } from '../errors.ts';

/** The largest value of PostgreSQL's bigint, and so a position before which everything comes. */
export const lastPosition = 2n ** 63n - 1n;

const isPosition = (text: string): boolean => /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= lastPosition;

const cursorSchema = z.strictObject({ before: z.string().refine(isPosition), of: z.string().optional() });

/**
 * An opaque cursor for the page whose items come before a position.
 * @param filter of the list that it goes on with; undefined for the whole
 */
export function encodeCursor(before: string, filter?: string): string {
  return Buffer.from(JSON.stringify({ before, of: filter })).toString('base64url');
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
 * @throws InvalidCursorError unless it is one that `encodeCursor` made for the same filter
 */
export function decodeCursor(cursor: string, filter?: string): string {
  const advice = 'use nextCursor of the previous page, or leave it out';
  const { data } = cursorSchema.safeParse(decode(cursor));
  if (!data || encodeCursor(data.before, data.of) !== cursor) {
    throw new InvalidCursorError(`${JSON.stringify(cursor)} is not a cursor from this API; ${advice}`);
  }
  if (data.of === filter) return data.before;
  throw new InvalidCursorError(`${JSON.stringify(cursor)} belongs to a list with another filter; ${advice}`);
}
