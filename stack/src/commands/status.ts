import type { StackDriver } from '../driver.ts';
import { serviceNames, type PerService } from '../services.ts';
import type { ServiceState, StackState } from '../state/stack-state.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { formatAge } from '../terminal/duration.ts';
import { portNotes } from '../terminal/service-rows.ts';
import { paint, type Format } from '../terminal/style.ts';
import { formatTable, type Cell } from '../terminal/table.ts';
import { terminalWidth } from '../terminal/width.ts';

function formatOf({ phase }: ServiceState): Format {
  if (phase === 'up') return 'green';
  return phase === 'failed' ? 'red' : 'yellow';
}

type Memory = PerService<number | undefined>;

function row(state: StackState, memory: Memory, name: (typeof serviceNames)[number]): Cell[] {
  const service = state.services[name];
  const { process, container, phase, since, starts, program = '' } = service;
  const bytes = memory[name];
  return [
    name,
    { text: phase, format: formatOf(service) },
    formatAge(since),
    String(container ?? process?.pid ?? '-'),
    bytes === undefined ? '-' : formatBytes(bytes),
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

/** For programs: the whole state, and the bytes of memory that each service takes. */
function asJson(state: StackState | undefined, memory: Memory | undefined): string {
  return JSON.stringify({ running: state !== undefined, ...(state ? { state, memory } : {}) }, null, 2);
}

/**
 * `make status`: what runs, where and since when, as whoever runs it sees it.
 * @param json prints `{ running, state, memory }` for programs
 * @returns the process's exit code: 1 when the stack, or a service of it, does not run
 */
export async function statusCommand(driver: StackDriver, json: boolean): Promise<number> {
  const state = await driver.state();
  const memory = state && (await driver.memory(state));
  if (json) console.log(asJson(state, memory));
  else if (state && memory) printStatus(state, memory);
  else console.log('The stack is not running. Start it: make dev');
  return state?.phase === 'up' && serviceNames.every((name) => state.services[name].phase === 'up') ? 0 : 1;
}

function printStatus(state: StackState, memory: Memory): void {
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
  const rows = serviceNames.map((name) => row(state, memory, name));
  const total = serviceNames.reduce((sum, name) => sum + (memory[name] ?? 0), 0);
  const supervision = state.supervisor ? `, supervised by pid ${state.supervisor.pid}` : '';
  const summary = `${state.phase} since ${formatAge(state.startedAt)}, ${formatBytes(total)} of memory in all${supervision} (${state.mode})`;
  const more = notes(state);
  console.log(
    [
      `The stack is ${summary}`,
      '',
      ...formatTable([head, ...rows], terminalWidth()),
      ...(more.length > 0 ? ['', ...more.map((line) => `  ${line}`)] : []),
    ].join('\n'),
  );
}
