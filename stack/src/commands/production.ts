import type { Checkout } from '../checkout.ts';
import { requireEngine } from '../compose/engine.ts';
import { isInDevContainer } from '../compose/in-dev-container.ts';
import { downProduction, upProduction } from '../compose/production.ts';
import { OutputReader } from '../compose/up-output.ts';
import { ensureEnvFile } from '../environment/env-file.ts';
import { StackError } from '../stack-error.ts';
import { formatDuration } from '../terminal/duration.ts';
import { paint } from '../terminal/style.ts';
import { formatTable } from '../terminal/table.ts';

function refuseInside(verb: string): void {
  if (!isInDevContainer()) return;
  throw new StackError(`\`make ${verb}\` is for the host: in the dev container, folders have other names`, {
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
  refuseInside('up-production');
  const startMs = performance.now();
  await requireEngine();
  const written = await ensureEnvFile(checkout);
  if (written) console.log(written);
  const origin = await upProduction(checkout, console.log, createReporter());
  const took = formatDuration(performance.now() - startMs);
  const where = [
    ['Application', origin],
    ['API', `${origin}/docs/`],
    ['Health', `${origin}/health/all`],
  ];
  console.log(`\n${paint('bold', 'The production images run, and are healthy')} after ${took}.\n`);
  console.log([...formatTable(where), '', '  make down-production stops it; its data stays.', ''].join('\n'));
  return 0;
}

/**
 * `make down-production`: stops what `make up-production` started.
 * @returns the process's exit code
 * @throws StackError
 */
export async function downProductionCommand(checkout: Checkout): Promise<number> {
  refuseInside('down-production');
  await requireEngine();
  const stopped = await downProduction(checkout);
  if (stopped.length === 0) console.log('The production images do not run.');
  else console.log(`Stopped ${stopped.join(', ')}. Data stays; make up-production starts again.`);
  return 0;
}
