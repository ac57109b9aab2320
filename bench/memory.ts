import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { processTree, proportionalMegabytes } from './support/memory.ts';
import { printReport, type Figure } from './support/report.ts';

const restSeconds = 20;

const identity = z.object({ pid: z.int() });
const stateSchema = z.object({
  supervisor: identity,
  services: z.record(z.string(), z.object({ process: identity })),
});

const total = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + proportionalMegabytes(pid), 0);

await withCheckoutCopy(async (checkout) => {
  make(checkout, 'dev');
  await sleep(restSeconds * 1_000);
  const state = stateSchema.parse(JSON.parse(readFileSync(join(checkout, '.stack/state.json'), 'utf8')));
  const services = Object.entries(state.services).map(([name, { process }]) => ({
    name,
    pids: processTree(process.pid),
  }));
  const own = new Set(services.flatMap(({ pids }) => pids));
  const figures: Figure[] = services.map(({ name, pids }) => ({
    what: name,
    measured: total(pids),
    unit: 'MB',
    note: pids.length === 1 ? '1 process' : `${pids.length} processes`,
  }));
  const api = services.find(({ name }) => name === 'api')?.pids ?? [];
  const rest = processTree(state.supervisor.pid).filter((pid) => !own.has(pid));
  printReport('memory', [
    ...figures,
    {
      what: 'api, without what restarts it',
      measured: Math.max(...api.map(proportionalMegabytes)),
      unit: 'MB',
      limit: { atMost: 110 },
    },
    { what: 'supervisor', measured: total(rest), unit: 'MB' },
    {
      what: 'whole stack',
      measured: total([...own, ...rest]),
      unit: 'MB',
      limit: { atMost: 450 },
      note: `proportional set size, ${restSeconds} s after the start`,
    },
  ]);
});
