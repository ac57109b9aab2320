import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkout } from '../checkout.ts';
import type { SourcedLine } from '../driver.ts';
import { logPath } from './log-file.ts';
import { LineSplitter, parseLine } from './log-line.ts';
import type { ServiceName } from '../services.ts';

const chunk = Buffer.alloc(64 * 1024);

/** A log file read piece by piece, as it grows, through its rotations. */
export class FollowedFile {
  readonly #path: string;
  #descriptor: number | undefined;
  #lines: string[] = [];
  #decoder = new TextDecoder();
  #splitter = new LineSplitter((line) => this.#lines.push(line));

  constructor(path: string) {
    this.#path = path;
  }

  /** The whole lines that came since the last call; all of the file at the first. */
  read(): string[] {
    this.#lines = [];
    this.#descriptor ??= this.#open();
    this.#drain();
    if (this.#wasRotated()) {
      this.close();
      this.#descriptor = this.#open();
      this.#drain();
    }
    return this.#lines;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number | undefined {
    try {
      return openSync(this.#path, 'r');
    } catch {
      return undefined;
    }
  }

  #drain(): void {
    if (this.#descriptor === undefined) return;
    for (;;) {
      const length = readSync(this.#descriptor, chunk, 0, chunk.length, null);
      if (length === 0) return;
      this.#splitter.push(this.#decoder.decode(chunk.subarray(0, length), { stream: true }));
    }
  }

  /** Whether the path leads to another file by now than the one that is open. */
  #wasRotated(): boolean {
    const current = statSync(this.#path, { throwIfNoEntry: false });
    if (!current || this.#descriptor === undefined) return false;
    return current.ino !== fstatSync(this.#descriptor).ino;
  }
}

const everyMs = 100;

function withSource(source: ServiceName, lines: readonly string[]): SourcedLine[] {
  return lines.map((line) => {
    const { time, text } = parseLine(line);
    return { source, time, text };
  });
}

function olderLines(path: string): string[] {
  try {
    return readFileSync(`${path}.1`, 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}

/** Lines without a time stay behind the one above them. */
function inOrder(lines: readonly SourcedLine[]): SourcedLine[] {
  return lines.toSorted((a, b) => (a.time && b.time ? Number(a.time > b.time) - Number(a.time < b.time) : 0));
}

/** What is in the files now: the older files count only where the present ones hold too little. */
function present(
  checkout: Pick<Checkout, 'logs'>,
  services: readonly ServiceName[],
  current: readonly SourcedLine[],
  last: number,
): SourcedLine[] {
  if (current.length >= last) return inOrder(current).slice(-last);
  const older = services.flatMap((name) => withSource(name, olderLines(logPath(checkout, name))));
  return inOrder([...older, ...current]).slice(-last);
}

/** See `StackDriver.logs`. */
export async function* readLogs(
  checkout: Pick<Checkout, 'logs'>,
  services: readonly ServiceName[],
  last: number,
  follow?: AbortSignal,
): AsyncGenerator<SourcedLine> {
  const files = services.map((source) => ({ source, file: new FollowedFile(logPath(checkout, source)) }));
  const newLines = () => files.flatMap(({ source, file }) => withSource(source, file.read()));
  try {
    yield* present(checkout, services, newLines(), last);
    if (!follow) return;
    while (!follow.aborted) {
      await sleep(everyMs, undefined, { signal: follow }).catch(() => undefined);
      yield* inOrder(newLines());
    }
  } finally {
    for (const { file } of files) file.close();
  }
}
