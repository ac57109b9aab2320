import type { Folder } from '../environments/environment.ts';
import { lastErrorLine } from '../language-tools/log-excerpt.ts';
import { readLog } from './read-log.ts';

/** Milliseconds for which a line is good: a pointer that wanders over the tree must not start a program each time. */
const keptMs = 10_000;

interface Kept {
  readonly at: number;
  readonly line: Promise<string | undefined>;
}

/** The last line of each service's log that reports an error, read when somebody wants it. */
export class LastErrors {
  readonly #log: (line: string) => void;
  readonly #kept = new Map<string, Kept>();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  read(folder: Folder, service: string): Promise<string | undefined> {
    const key = `${folder.uri}#${service}`;
    const kept = this.#kept.get(key);
    if (kept && Date.now() - kept.at < keptMs) return kept.line;
    for (const [each, { at }] of this.#kept) if (Date.now() - at >= keptMs) this.#kept.delete(each);
    const line = this.#find(folder, service);
    this.#kept.set(key, { at: Date.now(), line });
    return line;
  }

  async #find(folder: Folder, service: string): Promise<string | undefined> {
    try {
      const log = await readLog(folder, service);
      return log === undefined ? undefined : lastErrorLine(log);
    } catch (error) {
      this.#log(`log of ${service}: ${error instanceof Error ? error.message : 'cannot be read'}`);
      return undefined;
    }
  }
}
