import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Lifecycle } from '../health/lifecycle.ts';
import { crossOrigin } from './cross-origin.ts';
import type { AnswerError } from './error-handler.ts';
import { HttpProblem } from './problem.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';
import { requestId } from './request-id.ts';
import { requestPath } from './request-path.ts';
import { setSecurityHeaders } from './security-headers.ts';

export interface FrontOptions {
  readonly lifecycle: Lifecycle;
  readonly corsOrigins: readonly string[];
  /** No limit without it. */
  readonly rateLimit: RateLimitOptions | undefined;
  readonly answerError: AnswerError;
}

type Check = (req: IncomingMessage, res: ServerResponse) => void;

/** HTTP/1.1 demands it (RFC 9112, section 3.2); Node's own refusal would have no body. */
const requireHost: Check = (req) => {
  if (req.headers.host !== undefined || req.httpVersion !== '1.1') return;
  throw new HttpProblem('bad-request', {
    detail: 'The header Host is missing',
    errors: [{ in: 'header', field: 'Host', message: 'is required' }],
  });
};

/** While the process starts, what a request needs may not be there yet. */
function refuseWhileStarting(lifecycle: Lifecycle): Check {
  return () => {
    if (lifecycle.phase !== 'starting') return;
    throw new HttpProblem('unavailable', {
      detail: 'The API is starting; /health/ready tells when it is ready',
      headers: { 'Retry-After': '1' },
    });
  };
}

const isApi = (req: IncomingMessage): boolean => /^\/api(\/|$)/i.test(requestPath(req));

/**
 * What every request goes through before it is routed. Plain functions and not layers of Express, each of which would
 * take as long as what it does.
 */
export function createFront(options: FrontOptions, route: RequestListener): RequestListener {
  const cors = options.corsOrigins.length > 0 ? crossOrigin(options.corsOrigins) : undefined;
  const apiChecks = [
    refuseWhileStarting(options.lifecycle),
    ...(options.rateLimit ? [createRateLimit(options.rateLimit)] : []),
  ];

  const admit = (req: IncomingMessage, res: ServerResponse): void => {
    try {
      requireHost(req, res);
      if (isApi(req)) for (const check of apiChecks) check(req, res);
    } catch (error) {
      return options.answerError(error, req, res);
    }
    route(req, res);
  };

  return (req, res) => {
    res.setHeader('X-Request-Id', requestId(req));
    setSecurityHeaders(res);
    if (cors) cors(req, res, () => admit(req, res));
    else admit(req, res);
  };
}
