import type { Checkout } from '../checkout.ts';
import { environmentContext } from '../deploy/environment-context.ts';
import { readOutputs } from '../deploy/read-outputs.ts';
import { readReport } from '../health/read-report.ts';
import { reportLines } from '../health/report-view.ts';
import { terminalWidth } from '../terminal/width.ts';

/**
 * `make health ENV=dev`: the report that the load balancer's address answers with.
 * @returns the process's exit code: 1 when the system does not work
 * @throws StackError when nothing answers
 */
export async function environmentHealthCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const context = environmentContext(checkout, env);
  const url = context.options.url ?? (await readOutputs(context)).url;
  const report = await readReport({ url, token: env['HEALTH_DETAIL_TOKEN'] });
  console.log([url, ...reportLines(report, Date.now(), terminalWidth())].join('\n'));
  return report.status === 'error' ? 1 : 0;
}
