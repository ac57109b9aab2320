import { deploymentEventSchema, type DeploymentEvent } from '@app/contract/deployment';
import { l10n } from '@zero-to-running/health/words/l10n';
import { lastLines } from '../make/run-make.ts';

/** Characters that one event may have. */
const lineLimit = 64 * 1024;

/**
 * Reads deployment events from pieces of text as they come, a line each. Lines that are none, of a program that prints
 * something else as well, are handed to `onOther`.
 */
export class EventLines {
  #rest = '';
  readonly #onEvent: (event: DeploymentEvent) => void;
  readonly #onOther: (line: string) => void;

  constructor(onEvent: (event: DeploymentEvent) => void, onOther: (line: string) => void) {
    this.#onEvent = onEvent;
    this.#onOther = onOther;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, lineLimit);
    for (const line of lines) this.#read(line);
  }

  end(): void {
    if (this.#rest !== '') this.#read(this.#rest);
    this.#rest = '';
  }

  #read(line: string): void {
    let event: DeploymentEvent | undefined;
    try {
      event = deploymentEventSchema.safeParse(JSON.parse(line)).data;
    } catch {
      // Not JSON.
    }
    if (event) this.#onEvent(event);
    else this.#onOther(line);
  }
}

/** How a deployment ended. */
export type Result = Omit<Extract<DeploymentEvent, { type: 'result' }>, 'type'>;

type Step = Extract<DeploymentEvent, { type: 'step' }>;

const marks: Record<Step['status'], string> = { started: '▷', done: '✔', skipped: '–', failed: '✖' };

/** Characters of the end of what it prints besides events that can matter for a message. */
const keptEnd = 4_000;

interface ProgressSinks {
  /** Gets the title of each step that begins. */
  readonly onStep: (title: string) => void;
  /** Gets all that is printed, as a person reads it. */
  readonly print: (text: string) => void;
}

function linesOf({ status, title, message, fix = [] }: Step): string {
  const first = `${marks[status]} ${title}${message ? `: ${message}` : ''}`;
  return [first, ...fix.map((line) => `  → ${line}`), ''].join('\n');
}

function whyOf({ title, message }: Step): string {
  return message ? `${title}: ${message}` : title;
}

/** Reads what `make deploy` prints: hands it on, and says in the end how it ended, also where it did not say so itself. */
export class DeploymentProgress {
  readonly #sinks: ProgressSinks;
  readonly #lines: EventLines;
  #result: Result | undefined;
  #failed: Step | undefined;
  #stderr = '';

  constructor(sinks: ProgressSinks) {
    this.#sinks = sinks;
    this.#lines = new EventLines(
      (event) => this.#take(event),
      (line) => sinks.print(`${line}\n`),
    );
  }

  push(source: 'stdout' | 'stderr', text: string): void {
    if (source === 'stdout') return this.#lines.push(text);
    this.#stderr = (this.#stderr + text).slice(-keptEnd);
    this.#sinks.print(text);
  }

  /** @param code undefined where it was ended before it could say so */
  end(code: number | undefined, wasCancelled: boolean): Result {
    this.#lines.end();
    if (this.#result && !(this.#result.status === 'failed' && this.#failed)) return this.#result;
    if (wasCancelled) return { status: 'cancelled' };
    if (code === 0) return { status: 'deployed' };
    return { status: 'failed', message: this.#why(code) };
  }

  #why(code: number | undefined): string {
    if (this.#failed) return whyOf(this.#failed);
    if (code !== undefined) return lastLines(this.#stderr, 2);
    return l10n.t('It was stopped before it finished. Deploy again to continue.');
  }

  #take(event: DeploymentEvent): void {
    if (event.type === 'result') {
      this.#result = event;
      return;
    }
    if (event.status === 'started') this.#sinks.onStep(event.title);
    if (event.status === 'failed') this.#failed = event;
    this.#sinks.print(linesOf(event));
  }
}
