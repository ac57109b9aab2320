import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FileTail } from './file-tail.ts';
import { runsStill, type KnownProcess } from './known-process.ts';

const pollMs = 250;

/** Looks after it has ended, for what it left running may hold its output open without an end. */
const lastLooks = 8;

export interface Following {
  readonly process: KnownProcess;
  /** Where its files are. */
  readonly directory: string;
  /** Told of all that it has printed, from the beginning, and of each piece that comes. */
  readonly onOutput: (source: 'stdout' | 'stderr', text: string) => void;
  /** Ends the following, which then throws, and not what is followed. */
  readonly signal: AbortSignal;
}

async function readCode(directory: string): Promise<number | undefined> {
  const text = await readFile(join(directory, 'code'), 'utf8').catch(() => '');
  return /^\d+\n$/.test(text) ? Number(text) : undefined;
}

/**
 * Follows a make that was started detached, by this process or one before it, to its end; also where that has come already.
 * @returns its exit code; undefined where it was ended before it could say so
 */
export async function followMake({ process, directory, onOutput, signal }: Following): Promise<number | undefined> {
  const stdout = new FileTail(join(directory, 'stdout'));
  const stderr = new FileTail(join(directory, 'stderr'));
  for (let looks = 0; ;) {
    // In this order: what has ended prints nothing after that.
    const runs = await runsStill(process);
    const code = await readCode(directory);
    await stdout.read((text) => onOutput('stdout', text));
    await stderr.read((text) => onOutput('stderr', text));
    if (code !== undefined) looks += 1;
    if (!runs || looks === lastLooks) return code;
    await delay(pollMs, undefined, { signal });
  }
}
