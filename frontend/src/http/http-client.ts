import { AxiosError, create, isAxiosError } from 'axios';
import { answerError } from './answer-error.ts';
import { NoAnswer } from './api-error.ts';

/** Milliseconds after which a request is given up. */
const deadlineMs = 10_000;

/** Turns what axios throws into an ApiProblem or a NoAnswer; a request that was cancelled keeps its error. */
function toApiError(error: unknown): unknown {
  if (!isAxiosError(error) || error.code === AxiosError.ERR_CANCELED) return error;
  if (error.response) return answerError(error.response);
  if (error.code === AxiosError.ETIMEDOUT) {
    const seconds = (error.config?.timeout ?? deadlineMs) / 1000;
    return new NoAnswer('timeout', `There was none within ${seconds} s.`, { cause: error });
  }
  return new NoAnswer('network', 'There is no connection to it.', { cause: error });
}

/** The client for the API, on the page's own origin. */
export const httpClient = create({ timeout: deadlineMs, transitional: { clarifyTimeoutError: true } });

httpClient.interceptors.response.use(undefined, async (error: unknown) => {
  throw toApiError(error);
});
