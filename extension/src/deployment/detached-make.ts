import { execFile, spawn } from 'node:child_process';
import { readFile, mkdir, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { optionArguments } from '../make/run-make.ts';
import { StringDecoder } from 'node:string_decoder';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const run = promisify(execFile);

const psDeadlineMs = 5_000;

/** A process as it can be found again: its number alone may be another's by then. */
export interface KnownProcess {
  readonly pid: number;
  /** When it was started, as the system says it; empty where it does not. */
  readonly started: string;
}

/** In ticks since the machine was started, which is exact. */
async function startOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Its name, in parentheses, may have anything in it.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : fields[18];
}

async function startByPs(pid: number): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', `${pid}`], { env, timeout: psDeadlineMs });
  const [state = '', ...start] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
}

/** When the process that has a number was started; undefined where none runs. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    return await (process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid));
  } catch {
    return undefined;
  }
}

/** What is needed to find a process again that runs now. */
async function knowProcess(pid: number): Promise<KnownProcess> {
  return { pid, started: (await startOf(pid)) ?? '' };
}

/** Whether that process runs, and not another one with its number. */
export async function runsStill({ pid, started }: KnownProcess): Promise<boolean> {
  return started !== '' && (await startOf(pid)) === started;
}

/**
 * Runs what it is given with its output in files, and says in one more how that ended. Told to end, it waits for what it
 * runs, as does what keeps the output: a pipe that closes would end that in the middle. Of the output, 8 MB are kept and the
 * rest is dropped; there may be nobody who reads it.
 */
const script = `
trap : TERM
directory=$1; shift
keep() { trap '' TERM XFSZ; ulimit -f 16384; cat >"$1"; cat >/dev/null; }
{
  { trap : TERM; "$@"; echo $? >"$directory/code"; } 2>&1 >&3 3>&- | keep "$directory/stderr" 3>&-
} 3>&1 | keep "$directory/stdout"
`;

interface DetachedMake {
  /** Absolute path of the folder with the Makefile. */
  readonly folder: string;
  readonly target: string;
  readonly options: Readonly<Record<string, string>>;
  /** Where its files go; made if it is not there. */
  readonly directory: string;
}

/** Starts make so that it goes on when this process ends, as it does when the window is reloaded. */
export async function startDetached({ folder, target, options, directory }: DetachedMake): Promise<KnownProcess> {
  await mkdir(directory, { recursive: true });
  const make = ['make', '--no-print-directory', target, ...optionArguments(options)];
  const child = spawn('sh', ['-c', script, 'sh', directory, ...make], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
  });
  await once(child, 'spawn');
  child.unref();
  if (child.pid === undefined) throw new Error(`make ${target} could not be started`);
  return knowProcess(child.pid);
}

const chunkBytes = 64 * 1024;

/** Reads what is appended to a file, from its beginning on, each piece once. */
class FileTail {
  readonly #path: string;
  readonly #decoder = new StringDecoder('utf8');
  readonly #buffer = Buffer.alloc(chunkBytes);
  #position = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Hands over what is new; nothing where there is no such file. */
  async read(onText: (text: string) => void): Promise<void> {
    const file = await open(this.#path).catch(() => undefined);
    if (!file) return;
    try {
      for (;;) {
        const { bytesRead } = await file.read(this.#buffer, 0, chunkBytes, this.#position);
        if (bytesRead === 0) return;
        this.#position += bytesRead;
        onText(this.#decoder.write(this.#buffer.subarray(0, bytesRead)));
      }
    } finally {
      await file.close();
    }
  }
}

const pollMs = 250;

/** Looks after it has ended, for what it left running may hold its output open without an end. */
const lastLooks = 8;

interface Following {
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
