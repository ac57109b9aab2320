import { isJson } from './json.ts';

/** Whether standard output is a terminal on which lines can be drawn over; one that tells no size cannot be. */
export function isRedrawable(): boolean {
  return !isJson() && process.stdout.isTTY && process.env.TERM !== 'dumb' && process.stdout.rows > 0;
}

/** Text that is replaced by newer text. */
interface Screen {
  /**
   * @param lines called again each second, since ages grow
   * @param changed whether this is worth a new block where nothing can be replaced
   */
  show(lines: () => readonly string[], changed: boolean): void;
  /** Leaves the last text where it is. */
  end(): void;
}

const redrawMs = 1_000;

async function terminalScreen(): Promise<Screen> {
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(process.stdout);
  let lines: (() => readonly string[]) | undefined;
  const draw = () => update(lines?.().join('\n') ?? '');
  const timer = setInterval(draw, redrawMs);
  return {
    show(newLines) {
      lines = newLines;
      draw();
    },
    end() {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

const plainScreen: Screen = {
  show(lines, changed) {
    if (changed) console.log([new Date().toISOString(), ...lines(), ''].join('\n'));
  },
  end: () => undefined,
};

/** Draws in place on a terminal; elsewhere prints each change below the last, with its time. */
export function createScreen(): Promise<Screen> {
  return isRedrawable() ? terminalScreen() : Promise.resolve(plainScreen);
}
