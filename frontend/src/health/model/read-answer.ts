import { healthAnswerSchema, type HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { readBody } from '../../http/read-body.ts';

/** Why an answer holds each service's status only: a token is needed, or its details are not understood. */
export type DetailLevel = 'full' | 'redacted' | 'unreadable';

export interface ReadAnswer {
  readonly answer: HealthAnswer;
  readonly detail: DetailLevel;
}

/**
 * Reads what the API sent.
 * @throws NoAnswer when it is neither a report nor a summary
 */
export function readAnswer(raw: unknown): ReadAnswer {
  const answer = readBody(healthAnswerSchema, raw);
  if (isHealthReport(answer)) return { answer, detail: 'full' };
  const hasDetails = typeof raw === 'object' && raw !== null && 'system' in raw;
  return { answer, detail: hasDetails ? 'unreadable' : 'redacted' };
}
