import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { LineSplitter } from './line-splitter.ts';

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
