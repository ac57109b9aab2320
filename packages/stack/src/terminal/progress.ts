import { formatElapsed } from '@zero-to-running/health/words/figures';
import { serviceNames, type ServiceName } from '../services.ts';
import type { ServicePhase, ServiceState, StackState } from '../state/stack-state.ts';
import { type Cell, type Format, paint, formatTable, terminalWidth } from './format.ts';
import { isRedrawable } from './screen.ts';

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
function phaseWord(state: StackState, name: ServiceName): string {
  const { phase } = state.services[name];
  if (phase !== 'up') return phase;
  return state.phase === 'up' ? 'healthy' : 'ready';
}

function details({ phase, message, program, port, since }: ServiceState, startedAt: string): string {
  if (message) return message.split('\n', 1)[0] ?? '';
  if (!program) return '';
  const took = phase === 'up' ? `, after ${formatElapsed(Date.parse(since) - Date.parse(startedAt))}` : '';
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
function serviceRows(state: StackState, frame: number): Cell[][] {
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

/** Shows how the services come and go. */
interface Progress {
  show(state: StackState): void;
  /** Leaves the last state on the screen. */
  end(): void;
}

const frameMs = 80;

/** One list that is drawn over and over in place. */
async function liveProgress(): Promise<Progress> {
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(process.stdout);
  let frame = 0;
  let last: StackState | undefined;
  const draw = () => {
    if (!last) return;
    const notes = [...(last.message ? [last.message] : []), ...portNotes(last)].map(
      (note) => `  ${paint('yellow', '!')} ${note}`,
    );
    if (notes.length > 0) notes.unshift('');
    update(['', ...formatTable(serviceRows(last, frame), terminalWidth()), ...notes].join('\n'));
  };
  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, frameMs);
  timer.unref();
  return {
    show(state) {
      last = state;
      draw();
    },
    end() {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

/** A line for each change; what is so from the beginning is none. */
function plainProgress(): Progress {
  const said = new Map<string, string>();
  let isChange = false;
  const say = (key: string, line: string | undefined) => {
    if (line && isChange && said.get(key) !== line) console.log(line);
    if (line) said.set(key, line);
  };
  return {
    show(state) {
      isChange ||= state.phase === 'starting';
      for (const note of [state.message, ...portNotes(state)]) say(`note ${note}`, note);
      for (const name of serviceNames) {
        const service = state.services[name];
        if (service.phase === 'waiting' || (state.phase === 'stopping' && service.phase === 'up')) continue;
        const detail = service.message ?? (service.phase === 'starting' ? service.program : undefined);
        say(name, `${name}: ${phaseWord(state, name)}${detail ? ` (${detail.split('\n', 1)[0]})` : ''}`);
      }
      isChange = true;
    },
    end: () => undefined,
  };
}

/** A live list on a terminal, plain lines elsewhere. */
export function createProgress(): Promise<Progress> {
  return isRedrawable() ? liveProgress() : Promise.resolve(plainProgress());
}
