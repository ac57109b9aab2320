import { healthPaths } from '@zero-to-running/contract/health';
import { healthHistorySchema, type HealthHistory } from '@zero-to-running/contract/health-history';
import { answerError, isProblemAnswer } from '../../http/answer-error.ts';
import { httpClient } from '../../http/http-client.ts';
import { readBody } from '../../http/read-body.ts';

/** Milliseconds for a report: shorter than for other requests, since the API answers from memory. */
const reportDeadlineMs = 5_000;

/**
 * Fetches the whole report, unparsed. An unhealthy system's 503 is a report like any other.
 * @throws ApiProblem, NoAnswer
 */
export async function fetchReport(signal: AbortSignal): Promise<unknown> {
  const response = await httpClient.get<unknown>(healthPaths.all, {
    signal,
    timeout: reportDeadlineMs,
    validateStatus: (status) => status === 200 || status === 503,
  });
  if (isProblemAnswer(response)) throw answerError(response);
  return response.data;
}

/**
 * Fetches what the API remembers of each service.
 * @throws ApiProblem (`unauthorized` where details need a token), NoAnswer
 */
export async function fetchHistory(signal: AbortSignal): Promise<HealthHistory> {
  const response = await httpClient.get<unknown>(healthPaths.history, { signal });
  return readBody(healthHistorySchema, response.data);
}
