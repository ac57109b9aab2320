import type { Folder } from '../environments/environment.ts';
import { listTargets } from '../make/make-targets.ts';
import { optionArguments, runMake } from '../make/run-make.ts';
import { targetOf } from '../make/find-target.ts';
import { lastErrorLine } from '../language-tools/tool-answers.ts';

const deadlineMs = 15_000;

/**
 * The end of a service's log, as the folder's Makefile prints it; undefined where it has no target for that, or the
 * target fails. Nobody is asked or told anything.
 */
export async function readLog(folder: Folder, service: string, signal?: AbortSignal): Promise<string | undefined> {
  const target = targetOf('logs', folder);
  if (!(await listTargets(folder.path)).has(target)) return undefined;
  const args = [target, ...optionArguments({ SERVICE: service, FOLLOW: '0' })];
  const run = { folder: folder.path, args, env: { NO_COLOR: '1' }, deadlineMs };
  const { code, stdout } = await runMake(signal ? { ...run, signal } : run);
  return code === 0 ? stdout : undefined;
}

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
