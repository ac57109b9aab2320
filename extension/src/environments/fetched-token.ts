import { z } from 'zod';

const answerSchema = z.object({ token: z.string().regex(/^[\u0021-\u007e]+$/), url: z.url({ protocol: /^https?$/ }) });

/** A token that a Makefile's target told, and for which address. */
export interface FetchedToken {
  readonly token: string;
  /** Origin, such as https://app.example.com */
  readonly origin: string;
}

/**
 * Reads what `make health-token ENV=… JSON=1` prints.
 * @throws where it is something else; the message has nothing of it, for it may be a token
 */
export function readFetchedToken(stdout: string): FetchedToken {
  try {
    const { token, url } = answerSchema.parse(JSON.parse(stdout));
    return { token, origin: new URL(url).origin };
  } catch {
    throw new Error('The answer is not {"token","url"}');
  }
}
