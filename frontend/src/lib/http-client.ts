import { problemMediaType, problemSchema } from '@app/contract/problem';
import { type AxiosResponse, AxiosError, create, isAxiosError } from 'axios';
import { z } from 'zod';
import { backOffMs } from '@zero-to-running/health/client/back-off';
import { ApiProblem, NetworkError } from './api-error.ts';

function header(response: AxiosResponse, name: string): string | null {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : null;
}

/** Milliseconds of a `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3). */
function retryAfterMs(value: string | null): number | null {
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Whether an answer says that it is a problem (RFC 9457). */
function isProblemAnswer(response: AxiosResponse): boolean {
  return header(response, 'content-type')?.startsWith(problemMediaType) ?? false;
}

/** The error of an answer that is not what was asked for. */
function answerError(response: AxiosResponse): ApiProblem | NetworkError {
  const parsed = isProblemAnswer(response) ? problemSchema.safeParse(response.data) : null;
  if (parsed?.success) return new ApiProblem(parsed.data, retryAfterMs(header(response, 'retry-after')));
  const { status } = response;
  // A gateway's own page: nothing behind it answered.
  const reason = status >= 502 && status <= 504 ? 'network' : 'unreadable';
  return new NetworkError(reason, `It answered with status ${status}, without saying why.`);
}

/** Milliseconds after which a request is given up. */
const deadlineMs = 10_000;

/** Turns what axios throws into an ApiProblem or a NetworkError; a request that was cancelled keeps its error. */
function toApiError(error: unknown): unknown {
  if (!isAxiosError(error) || error.code === AxiosError.ERR_CANCELED) return error;
  if (error.response) return answerError(error.response);
  if (error.code === AxiosError.ETIMEDOUT) {
    const seconds = (error.config?.timeout ?? deadlineMs) / 1000;
    return new NetworkError('timeout', `There was none within ${seconds} s.`, { cause: error });
  }
  return new NetworkError('network', 'There is no connection to it.', { cause: error });
}

/** The client for the API, on the page's own origin. */
export const httpClient = create({ timeout: deadlineMs, transitional: { clarifyTimeoutError: true } });

httpClient.interceptors.response.use(undefined, async (error: unknown) => {
  throw toApiError(error);
});

/**
 * Reads a body as the contract describes it.
 * @throws NetworkError that names the place where it differs
 */
export function readBody<Schema extends z.core.$ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the whole';
  throw new NetworkError(
    'unreadable',
    `${place}: ${issue?.message ?? 'not as described'}. This page and the API may have different versions. Reload the page.`,
    { cause: parsed.error },
  );
}

const backoff = { baseMs: 500, capMs: 5_000 };

/**
 * Milliseconds before a request is made again: what the API asks for, within bounds, else a back-off.
 * @param failures how many there were before the last one
 */
export function retryDelayMs(failures: number, error: unknown): number {
  const asked = error instanceof ApiProblem ? error.retryAfterMs : null;
  const waitMs = backOffMs(failures + 1, backoff);
  return asked === null ? waitMs : Math.min(backoff.capMs, Math.max(asked, waitMs));
}
