import { httpAnswer } from '../probes/http-answer.ts';
import { until } from '../process/until.ts';
import { StackError } from '../stack-error.ts';

interface Report {
  readonly status?: string;
  readonly services?: Readonly<Record<string, { readonly status?: string; readonly error?: string }>>;
}

async function healthReport(url: string): Promise<Report | undefined> {
  const answer = await httpAnswer(url, 2_000);
  try {
    const report: Report | undefined = answer && JSON.parse(answer.body);
    return report;
  } catch {
    return undefined;
  }
}

function unhealthy({ services = {} }: Report): [string, string][] {
  return Object.entries(services).flatMap(([name, { status, error }]) =>
    status === 'healthy' ? [] : [[name, error ?? status ?? 'unknown']],
  );
}

/**
 * Waits until the API reports all services healthy, but for those that are known to be missing.
 * @param url of `/health/all`
 * @throws StackError naming those that are not
 */
export async function untilHealthy(
  url: string,
  missing: ReadonlySet<string>,
  options: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<void> {
  let faults: [string, string][] = [];
  const healthy = async () => {
    const report = await healthReport(url);
    if (!report) return false;
    faults = unhealthy(report).filter(([name]) => !missing.has(name));
    return faults.length === 0 && report.status !== 'error' && report.services !== undefined;
  };
  if (await until(healthy, { everyMs: 25, ...options })) return;
  const named = faults.map(([name, error]) => `${name} (${error})`).join(', ');
  throw new StackError(`The API runs, but reports as unhealthy: ${named || 'nothing that can be read'}`, {
    fix: ['make logs SERVICE=api FOLLOW=0 shows what it says about them.'],
  });
}
