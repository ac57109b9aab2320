import { json, type RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** The largest body that is read. */
export const maxBody = { bytes: 102_400, text: '100 kB' } as const;

// Not strict: whether the value has to be an object is for the schema to say.
const parse = json({ limit: maxBody.bytes, strict: false, type: 'application/json' });

const hasBody = ({ headers }: { headers: NodeJS.Dict<unknown> }): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Parses a JSON body; a body of another type is refused instead of ignored. */
export const jsonBody: RequestHandler = (req, res, next) => {
  if (!hasBody(req)) return next();
  if (!req.is('application/json')) {
    const given = req.headers['content-type'];
    throw new HttpProblem('unsupported-media-type', {
      detail: `The body must be application/json, not ${given ?? 'of an unnamed type'}`,
    });
  }
  parse(req, res, next);
};

/** Parses the body before a router: as one layer of Express, because each takes its time. */
export function withJsonBody(route: RequestHandler): RequestHandler {
  return (req, res, next) => jsonBody(req, res, (error?: unknown) => (error ? next(error) : route(req, res, next)));
}
