import { healthAnswerSchema, healthPaths, type HealthAnswer } from '@zero-to-running/contract/health';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';

const deadlineMs = 5_000;

/** Where the API is, and the token that shows details if it asks for one. */
export interface HealthSource {
  /** Origin, such as http://127.0.0.1:4000 */
  readonly url: string;
  readonly token: string | undefined;
}

export function healthHeaders({ token }: HealthSource): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** The reason that fetch hides in its error's cause. */
export function fetchFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return messageOf(cause);
}

/**
 * The present report. An unhealthy one is an answer like any other.
 * @throws StackError when there is none
 */
export async function readReport(source: HealthSource): Promise<HealthAnswer> {
  let response: Response;
  try {
    response = await fetch(source.url + healthPaths.all, {
      headers: healthHeaders(source),
      signal: AbortSignal.timeout(deadlineMs),
    });
  } catch (error) {
    throw new StackError(`The API at ${source.url} does not answer: ${fetchFailure(error)}`, {
      fix: ['Is it running? make status', 'Start it: make dev'],
      cause: error,
    });
  }
  const answer = healthAnswerSchema.safeParse(await response.json().catch(() => undefined));
  if (answer.success) return answer.data;
  throw new StackError(`What answers at ${source.url} is not this API (status ${response.status})`, {
    fix: ['make status says on which port the API is.'],
  });
}
