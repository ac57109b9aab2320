import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is still taken from a connection that is about to close, so that its caller gets to read the answer. */
const linger = { bytes: 262_144, ms: 500 } as const;

export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether a request has a body of which not all has come. */
export const hasUnreadBody = (req: IncomingMessage): boolean => hasBody(req) && !req.complete;

/**
 * Ends an answer that has been written whole, and with it the connection, although the request's body is still coming.
 * A connection that is closed on unread bytes is reset, which costs a caller who still sends the answer; so a little more
 * is read and thrown away.
 */
export function endAfterLingering(req: IncomingMessage, res: ServerResponse): void {
  let left: number = linger.bytes;
  const end = (): void => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(end, linger.ms);
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left <= 0) end();
  });
  req.once('end', end).once('close', end).once('error', end).resume();
}
