import type { DeploymentEvent } from '@zero-to-running/contract/deployment';
import { l10n } from '../common/l10n.ts';
import { lastLines } from '../make/last-lines.ts';
import { EventLines } from './event-lines.ts';

/** How a deployment ended. */
export type Result = Omit<Extract<DeploymentEvent, { type: 'result' }>, 'type'>;

type Step = Extract<DeploymentEvent, { type: 'step' }>;

const marks: Record<Step['status'], string> = { started: '▷', done: '✔', skipped: '–', failed: '✖' };

/** Characters of the end of what it prints besides events that can matter for a message. */
const keptEnd = 4_000;

export interface ProgressSinks {
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
    return l10n.t('It was ended from outside before it was done. Deploying again goes on from there.');
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
