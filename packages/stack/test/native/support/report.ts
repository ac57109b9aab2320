import { healthPaths, healthReportSchema, type HealthReport } from '@zero-to-running/health/contract/report';

/** The present health report; undefined when nobody answers with one. */
export async function healthReport(origin: string): Promise<HealthReport | undefined> {
  try {
    const answer = await fetch(origin + healthPaths.all, { signal: AbortSignal.timeout(2_000) });
    return healthReportSchema.parse(await answer.json());
  } catch {
    return undefined;
  }
}
