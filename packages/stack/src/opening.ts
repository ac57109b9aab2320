import { type Checkout, thisCheckout } from './checkout.ts';
import { followStart } from './compose/health-wait.ts';
import type { StackState } from './state/stack-state.ts';
import { printError, printStartFailure } from './terminal/failure.ts';
import { createProgress } from './terminal/progress.ts';
import { paint, formatTable } from './terminal/format.ts';
import { addressToOpen, browserUrl } from './commands/stack-report.ts';

const defaultDeadlineSeconds = 60;

function printWhere(state: StackState, env: NodeJS.ProcessEnv): void {
  const api = browserUrl(state, 'api', env);
  const where = [
    ['Application', addressToOpen(state, 'frontend', env)],
    ['API', addressToOpen(state, 'api', env)],
    ['Health', `${api}/health/all`],
  ];
  console.log(['', ...formatTable(where), ''].join('\n'));
}

/**
 * What the dev container shows while it opens: the services as they come up, or why one does not, with the lines of its
 * log, as soon as that is known.
 * @returns 0 always: the editor opens whatever the services do
 */
async function openingCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  const seconds = Number(env.HEALTH_DEADLINE_SECONDS || defaultDeadlineSeconds);
  const signal = AbortSignal.timeout(1_000 * (seconds > 0 ? seconds : defaultDeadlineSeconds));
  const progress = await createProgress();
  try {
    const state = await followStart(checkout, (each) => progress.show(each), signal);
    progress.end();
    if (state.failure) printStartFailure(state.failure);
    else console.log(`\n${paint('bold', 'Everything is running and healthy')}.`);
    printWhere(state, env);
  } catch (error) {
    progress.end();
    if (!signal.aborted) printError(error);
    else console.log('The services are not healthy yet. `make health` shows what is wrong, `make logs` why.');
  }
  return 0;
}

// No verb of make's: .devcontainer/post-start.sh runs it when the dev container opens.
process.chdir(thisCheckout.root);
process.exitCode = await openingCommand(thisCheckout, process.env);
