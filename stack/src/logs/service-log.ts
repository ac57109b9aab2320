import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { LogFile } from './log-file.ts';
import { formatLine } from './log-line.ts';

export function logPath({ logs }: Pick<Checkout, 'logs'>, name: string): string {
  return join(logs, `${name}.log`);
}

const keptLines = 200;

/** A service's log: on disk, and its last lines in memory to explain a failure by. */
export class ServiceLog {
  readonly path: string;
  readonly #file: LogFile;
  #recent: string[] = [];

  constructor(checkout: Pick<Checkout, 'logs'>, name: string) {
    this.path = logPath(checkout, name);
    this.#file = new LogFile(this.path);
  }

  /** Adds a line of the service. */
  add(text: string): void {
    this.#file.write(formatLine({ time: new Date().toISOString(), text }));
    this.#recent.push(text.slice(0, 2_000));
    if (this.#recent.length > keptLines) this.#recent.shift();
  }

  /** Adds a line of the supervisor about the service. */
  note(text: string): void {
    this.#file.write(formatLine({ time: new Date().toISOString(), text: `[stack] ${text}` }));
  }

  /** Forgets what earlier runs said. */
  beginRun(): void {
    this.#recent = [];
  }

  /** What this run said, its last 200 lines. */
  recent(): readonly string[] {
    return this.#recent;
  }

  close(): void {
    this.#file.close();
  }
}
