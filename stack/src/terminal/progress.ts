import { serviceNames } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { isRedrawable } from './redrawable.ts';
import { phaseWord, portNotes, serviceRows } from './service-rows.ts';
import { paint } from './style.ts';
import { formatTable } from './table.ts';
import { terminalWidth } from './width.ts';

/** Shows how the services come and go. */
export interface Progress {
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
