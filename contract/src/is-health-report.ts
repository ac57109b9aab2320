import type { HealthAnswer, HealthReport } from './health.ts';

/** Whether an answer holds the details and not just each service's status. Apart, as displays need it without schemas. */
export function isHealthReport(answer: HealthAnswer): answer is HealthReport {
  return 'system' in answer;
}
