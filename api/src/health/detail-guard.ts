import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whether a request may see the details of the health report. */
export type DetailGuard = (req: IncomingMessage) => boolean;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @param token the bearer token that opens the details; without one they are open to all */
export function createDetailGuard(token: string | undefined): DetailGuard {
  if (token === undefined) return () => true;
  const expected = digest(token);
  return ({ headers }) => {
    const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    // Digests are equally long, so the comparison tells nothing of the token's length either.
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}
