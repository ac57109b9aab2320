import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Redis } from 'ioredis';
import { HttpProblem } from './problem.ts';
import { RateLimitStore } from './rate-limit-store.ts';

/** Refuses callers who send more than `perMinute` requests; they are told apart by address, in IPv6 by network. */
export function limitRate(perMinute: number, redis: Redis): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    store: new RateLimitStore(redis),
    passOnStoreError: true,
    // Its warnings go to the console, at the first request; configuration and tests say the same before.
    validate: false,
    handler: () => {
      throw new HttpProblem('too-many-requests', {
        detail: `There may be ${perMinute} requests a minute from one address; Retry-After says when to go on`,
      });
    },
  });
}
