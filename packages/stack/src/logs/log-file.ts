import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { formatLine } from './log-line.ts';

/** 5 MB, and two older files of that size. */
export const logLimits = { bytes: 5 * 1024 * 1024, olderFiles: 2 } as const;

/**
 * A log that is appended to and rotated by size: `x.log`, `x.log.1`, `x.log.2`. Each line is on its way to the disk
 * when `write` returns, so that nothing is lost with the process; one that cannot be written, as on a full disk, is
 * dropped, because no service should stop for it.
 */
export class LogFile {
  readonly #path: string;
  readonly #limits: { readonly bytes: number; readonly olderFiles: number };
  #descriptor: number | undefined;
  #size = 0;

  constructor(path: string, limits: { readonly bytes: number; readonly olderFiles: number } = logLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  write(text: string): void {
    try {
      const bytes = Buffer.from(text);
      // Opened first, for that tells how much an earlier process has left in it.
      this.#descriptor ??= this.#open();
      if (this.#size > 0 && this.#size + bytes.length > this.#limits.bytes) this.#descriptor = this.#rotate();
      this.#size += writeSync(this.#descriptor, bytes);
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    const descriptor = openSync(this.#path, 'a', 0o600);
    this.#size = fstatSync(descriptor).size;
    return descriptor;
  }

  /** @returns the descriptor of the new file */
  #rotate(): number {
    this.close();
    const { olderFiles } = this.#limits;
    rmSync(`${this.#path}.${olderFiles}`, { force: true });
    for (let age = olderFiles - 1; age >= 1; age -= 1) this.#rename(`.${age}`, `.${age + 1}`);
    this.#rename('', '.1');
    return this.#open();
  }

  #rename(from: string, to: string): void {
    try {
      renameSync(this.#path + from, this.#path + to);
    } catch {
      // There is no file of that age yet.
    }
  }
}

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
