import { formatElapsed } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import { requireEngine } from '../compose/docker.ts';
import { downProduction, upProduction } from '../compose/production.ts';
import { OutputReader } from '../compose/progress.ts';
import { ensureEnvFile } from '../environment/write-env.ts';
import { StackError } from '../stack-error.ts';
import { paint, formatTable } from '../terminal/format.ts';

function refuseInside({ isInDevContainer }: Checkout, verb: string): void {
  if (!isInDevContainer) return;
  throw new StackError(`\`make ${verb}\` only works on the host: folders have other paths in the dev container`, {
    fix: [`On the host, in this checkout: make ${verb}`],
  });
}

/** A line for each change, as there is no state of a development stack to show. */
function createReporter(): (line: string) => void {
  const reader = new OutputReader();
  const said = new Map<string, string>();
  return (line) => {
    const news = reader.read(line);
    if (!news) return;
    const text = `${news.service}: ${news.phase}${news.message ? ` (${news.message})` : ''}`;
    if (said.get(news.service) !== text) console.log(text);
    said.set(news.service, text);
  };
}

/**
 * `make up-production`: builds the production images and runs them on this machine, behind one port.
 * @returns the process's exit code
 * @throws StackError
 */
export async function upProductionCommand(checkout: Checkout): Promise<number> {
  refuseInside(checkout, 'up-production');
  const startMs = performance.now();
  await requireEngine();
  const written = await ensureEnvFile(checkout);
  if (written) console.log(written);
  const origin = await upProduction(checkout, console.log, createReporter());
  const took = formatElapsed(performance.now() - startMs);
  const where = [
    ['Application', origin],
    ['API', `${origin}/api/tasks`],
    ['Health', `${origin}/health/all`],
  ];
  console.log(`\n${paint('bold', 'The production images are running and healthy')} after ${took}.\n`);
  console.log([...formatTable(where), '', '  make down-production stops it; its data stays.', ''].join('\n'));
  return 0;
}

/**
 * `make down-production`: stops what `make up-production` started.
 * @returns the process's exit code
 * @throws StackError
 */
export async function downProductionCommand(checkout: Checkout): Promise<number> {
  refuseInside(checkout, 'down-production');
  await requireEngine();
  const stopped = await downProduction(checkout);
  if (stopped.length === 0) console.log('The production images are not running.');
  else console.log(`Stopped ${stopped.join(', ')}. Data stays; make up-production starts again.`);
  return 0;
}
