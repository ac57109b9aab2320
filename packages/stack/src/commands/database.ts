import type { Checkout } from '../checkout.ts';
import { environmentContext } from '../deploy/context.ts';
import { openDatabase, openForMs } from '../deploy/database-access.ts';
import { StepFailure, textReport } from '../deploy/report.ts';
import { integerOption } from '../options.ts';
import { isJson, printJson } from '../terminal/json.ts';

/**
 * `make database ENV=dev`: a way from this machine to the environment's database, until Ctrl-C or for an hour. For programs, a line
 * of JSON when it is open: `{ type: 'open', host, port, user, database, passwordFile }`.
 * @returns the process's exit code
 * @throws StackError
 */
export async function databaseCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const wanted = env['PORT'] ? integerOption(env, 'PORT', { min: 1, max: 65_535, fallback: 0 }) : undefined;
  const context = environmentContext(checkout, env, isJson() ? undefined : textReport());
  try {
    await openDatabase(context, wanted, ({ port, user, database, passwordFile }) => {
      if (isJson()) return printJson({ type: 'open', host: '127.0.0.1', port, user, database, passwordFile });
      const place = `-h 127.0.0.1 -p ${port} -U ${user} ${database}`;
      console.log(
        [
          `The database of ${context.environment.name} is at 127.0.0.1:${port}, as ${user}. In another terminal:`,
          `  PGPASSFILE=${passwordFile} PGSSLMODE=require psql ${place}`,
          `Ctrl-C closes it; by itself it closes after ${openForMs / 60_000} minutes.`,
        ].join('\n'),
      );
    });
  } catch (error) {
    if (!context.signal.aborted && !(error instanceof StepFailure)) throw error;
    if (!context.signal.aborted) return 1;
  }
  console.log('Closed.');
  if (isJson()) printJson({ type: 'closed', ok: true });
  return 0;
}
