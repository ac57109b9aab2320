import type { StackDriver } from '../driver.ts';
import { withDescendants } from '../process/group.ts';
import { processTable } from '../process/process-table.ts';
import { serviceNames } from '../services.ts';
import type { ServiceState, StackState } from '../state/stack-state.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { formatAge } from '../terminal/duration.ts';
import { portNotes } from '../terminal/service-rows.ts';
import { paint, type Format } from '../terminal/style.ts';
import { formatTable, type Cell } from '../terminal/table.ts';
import { terminalWidth } from '../terminal/width.ts';

/** Memory of a process and all it started; shared pages are counted in part where the system tells. */
function memoryOfTree(pid: number): number {
  const sizes = withDescendants([pid]).map((each) => processTable.memoryOf(each) ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

function formatOf({ phase }: ServiceState): Format {
  if (phase === 'up') return 'green';
  return phase === 'failed' ? 'red' : 'yellow';
}

function row(state: StackState, name: (typeof serviceNames)[number]): Cell[] {
  const service = state.services[name];
  const { process, phase, since, starts, program = '' } = service;
  return [
    name,
    { text: phase, format: formatOf(service) },
    formatAge(since),
    process ? String(process.pid) : '-',
    process ? formatBytes(memoryOfTree(process.pid)) : '-',
    starts > 1 ? String(starts - 1) : '-',
    state.urls[name],
    { text: program, format: 'dim' },
  ];
}

function notes(state: StackState): string[] {
  const messages = serviceNames.flatMap((name) => {
    const { message, fix = [] } = state.services[name];
    return message ? [`${name}: ${message}`, ...fix.map((line) => `  ${paint('cyan', '→')} ${line}`)] : [];
  });
  return [...messages, ...portNotes(state)];
}

/**
 * `make status`: what runs, where and since when, as the supervisor sees it.
 * @returns the process's exit code: 1 when the stack, or a service of it, does not run
 */
export async function statusCommand(driver: StackDriver): Promise<number> {
  const state = await driver.state();
  if (!state) {
    console.log('The stack is not running. Start it: make dev');
    return 1;
  }
  const titles = ['service', 'state', 'since', 'pid', 'memory', 'restarts', 'address', ''];
  const head: Cell[] = titles.map((text) => ({ text, format: 'dim' }));
  const rows = serviceNames.map((name) => row(state, name));
  const total = formatBytes(memoryOfTree(state.supervisor.pid));
  const summary = `${state.phase} since ${formatAge(state.startedAt)}, ${total} of memory in all, supervised by pid ${state.supervisor.pid} (${state.mode})`;
  const more = notes(state);
  console.log(
    [
      `The stack is ${summary}`,
      '',
      ...formatTable([head, ...rows], terminalWidth()),
      ...(more.length > 0 ? ['', ...more.map((line) => `  ${line}`)] : []),
    ].join('\n'),
  );
  return state.phase === 'up' && serviceNames.every((name) => state.services[name].phase === 'up') ? 0 : 1;
}
