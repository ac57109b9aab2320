import { problemMediaType, problemSchema } from '@zero-to-running/contract/problem';
import type { AxiosResponse } from 'axios';
import { ApiProblem, NoAnswer } from './api-error.ts';

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
export function isProblemAnswer(response: AxiosResponse): boolean {
  return header(response, 'content-type')?.startsWith(problemMediaType) ?? false;
}

/** The error of an answer that is not what was asked for. */
export function answerError(response: AxiosResponse): ApiProblem | NoAnswer {
  const parsed = isProblemAnswer(response) ? problemSchema.safeParse(response.data) : null;
  if (parsed?.success) return new ApiProblem(parsed.data, retryAfterMs(header(response, 'retry-after')));
  const { status } = response;
  // A gateway's own page: nothing behind it answered.
  const reason = status >= 502 && status <= 504 ? 'network' : 'unreadable';
  return new NoAnswer(reason, `It answered with status ${status}, without saying why.`);
}
