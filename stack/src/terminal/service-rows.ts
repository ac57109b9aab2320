import { serviceNames, type ServiceName } from '../services.ts';
import type { ServicePhase, ServiceState, StackState } from '../state/stack-state.ts';
import { formatDuration } from './duration.ts';
import type { Format } from './style.ts';
import type { Cell } from './table.ts';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

interface Look {
  readonly symbol: string;
  readonly format: Format;
}

const looks: Readonly<Record<ServicePhase, Look>> = {
  waiting: { symbol: '·', format: 'dim' },
  pulling: { symbol: '', format: 'cyan' },
  building: { symbol: '', format: 'cyan' },
  preparing: { symbol: '', format: 'cyan' },
  starting: { symbol: '', format: 'cyan' },
  restarting: { symbol: '', format: 'yellow' },
  stopping: { symbol: '', format: 'yellow' },
  up: { symbol: '✔', format: 'green' },
  stopped: { symbol: '○', format: 'dim' },
  failed: { symbol: '✖', format: 'red' },
};

/** What a phase is called; a service that is up while the whole stack is not only answers. */
export function phaseWord(state: StackState, name: ServiceName): string {
  const { phase } = state.services[name];
  if (phase !== 'up') return phase;
  return state.phase === 'up' ? 'healthy' : 'ready';
}

function details({ phase, message, program, port, since }: ServiceState, startedAt: string): string {
  if (message) return message.split('\n', 1)[0] ?? '';
  if (!program) return '';
  const took = phase === 'up' ? `, after ${formatDuration(Date.parse(since) - Date.parse(startedAt))}` : '';
  return `${program} on port ${port}${took}`;
}

/** Says of each service that has another port than the wanted one why that is. */
export function portNotes({ services }: StackState): string[] {
  return serviceNames.flatMap((name) => {
    const { wantedPort, portHolder, port } = services[name];
    if (wantedPort === undefined) return [];
    return [`${name}: port ${wantedPort} is held by ${portHolder}; using ${port} instead`];
  });
}

/**
 * The rows of a table that shows each service with its state.
 * @param frame counts up for the things that turn
 */
export function serviceRows(state: StackState, frame: number): Cell[][] {
  return serviceNames.map((name) => {
    const service = state.services[name];
    const { symbol, format } = looks[service.phase];
    const turning = spinner[frame % spinner.length] ?? '';
    return [
      { text: symbol || turning, format },
      name,
      { text: phaseWord(state, name), format },
      { text: details(service, state.startedAt), format: 'dim' },
    ];
  });
}
