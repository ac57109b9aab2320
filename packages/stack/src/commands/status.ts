import { formatAge, formatBytes } from '@zero-to-running/health/words/figures';
import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import type { StackHealth } from '../health/stack-health.ts';
import { serviceNames, type PerService, type ServiceName } from '../services.ts';
import type { ServiceState, StackState } from '../state/stack-state.ts';
import { failureText } from '../terminal/failure.ts';
import { portNotes } from '../terminal/progress.ts';
import { formatTable, type Cell, terminalWidth } from '../terminal/format.ts';
import type { Outcome } from '../verbs.ts';
import { addressToOpen, askStack, explainFault, notRunning } from './stack-report.ts';

/** A service that is up is not healthy by that: its health was asked for. */
function stateCell({ phase }: ServiceState, isHealthy: boolean): Cell {
  if (phase !== 'up') return { text: phase, format: phase === 'failed' ? 'red' : 'yellow' };
  return isHealthy ? { text: 'healthy', format: 'green' } : { text: 'unhealthy', format: 'red' };
}

type Memory = PerService<number | undefined>;

function row(state: StackState, memory: Memory, health: StackHealth, name: ServiceName): Cell[] {
  const service = state.services[name];
  const { process: runs, container, since, starts, program = '' } = service;
  const bytes = memory[name];
  return [
    name,
    stateCell(
      service,
      health.faults.every((fault) => fault.service !== name),
    ),
    formatAge(since),
    String(container ?? runs?.pid ?? '-'),
    bytes === undefined ? '-' : formatBytes(bytes),
    starts > 1 ? String(starts - 1) : '-',
    addressToOpen(state, name, process.env),
    { text: program, format: 'dim' },
  ];
}

/**
 * `make status`: what is running, where and since when, and whether it works, asked now.
 * @returns the process's exit code: 1 when the stack does not run, or a service of it does not work; for programs
 *   `{ running, leftovers, state, memory, health }`
 */
export async function statusCommand(checkout: Checkout, driver: StackDriver): Promise<Outcome> {
  const state = await driver.state();
  if (!state) {
    const { message, fix } = await notRunning(driver);
    console.log(`${message}. ${fix}`);
    return { code: 1, report: { running: false, leftovers: await driver.leftovers() } };
  }
  const [memory, health] = await Promise.all([driver.memory(state), askStack(checkout, driver, state)]);
  await printStatus(driver, state, memory, health);
  const isWell = state.phase === 'up' && health.status === 'ok';
  return { code: isWell ? 0 : 1, report: { running: true, leftovers: 0, state, memory, health } };
}

const words: Readonly<Record<StackHealth['status'], string>> = {
  ok: 'healthy',
  degraded: 'running in degraded mode',
  error: 'not working',
};

async function printStatus(driver: StackDriver, state: StackState, memory: Memory, health: StackHealth): Promise<void> {
  const titles = [
    'service',
    'state',
    'since',
    state.mode === 'native' ? 'pid' : 'container',
    'memory',
    'restarts',
    'address',
    'program',
  ];
  const head: Cell[] = titles.map((text) => ({ text, format: 'dim' }));
  const rows = serviceNames.map((name) => row(state, memory, health, name));
  const total = serviceNames.reduce((sum, name) => sum + (memory[name] ?? 0), 0);
  const supervision = state.supervisor ? `, supervised by pid ${state.supervisor.pid}` : '';
  const is = state.phase === 'up' ? words[health.status] : state.phase;
  const ports = portNotes(state);
  console.log(
    [
      `The stack is ${is}: up for ${formatAge(state.startedAt)}, ${formatBytes(total)} of memory in all${supervision} (${state.mode})`,
      '',
      ...formatTable([head, ...rows], terminalWidth()),
      ...(ports.length > 0 ? ['', ...ports.map((line) => `  ${line}`)] : []),
    ].join('\n'),
  );
  if (state.phase !== 'up') return;
  for (const fault of health.faults) console.log(failureText(await explainFault(driver, state, fault)));
}
