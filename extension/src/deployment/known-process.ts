import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

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
export async function knowProcess(pid: number): Promise<KnownProcess> {
  return { pid, started: (await startOf(pid)) ?? '' };
}

/** Whether that process runs, and not another one with its number. */
export async function runsStill({ pid, started }: KnownProcess): Promise<boolean> {
  return started !== '' && (await startOf(pid)) === started;
}
