import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What of a caller's `X-Request-Id` is taken over: nothing that could forge a line of a log. */
const acceptable = /^[\w.:/+=-]{1,128}$/;

const key = Symbol('request id');

type Identified = IncomingMessage & { [key]?: string };

// Unique without asking the kernel for randomness at each request.
const processPart = randomBytes(6).toString('base64url');
let count = 0;

/** An id that no other request has, here or in another process. */
export function newRequestId(): string {
  count += 1;
  return `${processPart}-${count.toString(36)}`;
}

/** The id under which answer and log know a request: the caller's `X-Request-Id`, or a new one. */
export function requestId(req: IncomingMessage): string {
  const identified: Identified = req;
  const known = identified[key];
  if (known !== undefined) return known;
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && acceptable.test(given) ? given : newRequestId();
  identified[key] = id;
  return id;
}
