import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, type RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';
import { hasBody } from './unread-body.ts';

/** The largest body that is read. */
const maxBody = { bytes: 102_400, text: '100 kB' } as const;

/** Whether a request announces a body that is too large to be read. */
export const announcesTooMuch = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  Number(headers['content-length'] ?? 0) > maxBody.bytes;

/** The answer to a body that is too large. */
export const tooLarge = (): HttpProblem =>
  new HttpProblem('payload-too-large', { detail: `The body may have at most ${maxBody.text}` });

/** Refuses a body that is too large: by its announced length before it is read, else as soon as too much has come. */
export const limitBody: RequestHandler = (req, _res, next) => {
  if (announcesTooMuch(req)) throw tooLarge();
  next();
};

function verify(_req: IncomingMessage, _res: ServerResponse, body: Buffer, charset: string): void {
  if (charset.toLowerCase() !== 'utf-8') {
    throw new HttpProblem('unsupported-media-type', { detail: `The body must be in UTF-8, not ${charset}` });
  }
  if (!isUtf8(body)) throw new HttpProblem('malformed-json', { detail: 'The body is not valid UTF-8' });
}

// Not strict: whether the value has to be an object is for the schema to say.
const parse = json({ limit: maxBody.bytes, strict: false, type: 'application/json', verify });

/** Parses a JSON body; a body of another type is refused instead of ignored. */
export const jsonBody: RequestHandler = (req, res, next) => {
  if (!hasBody(req)) return next();
  if (!req.is('application/json')) {
    const given = req.headers['content-type'];
    throw new HttpProblem('unsupported-media-type', {
      detail: `The body must be application/json, not ${given ?? 'of an unnamed type'}`,
    });
  }
  let settled = false;
  const settle = (error?: unknown): void => {
    if (settled) return;
    settled = true;
    req.off('data', count);
    next(error);
  };
  let received = 0;
  // The parser would read a body without a length to its end before it refuses it.
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > maxBody.bytes) settle(tooLarge());
  };
  parse(req, res, settle);
  req.on('data', count);
};
