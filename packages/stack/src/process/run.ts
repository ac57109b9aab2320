import { execa, type Options } from 'execa';
import { LineSplitter } from '../logs/log-line.ts';
import { identify, type ProcessIdentity } from './processes.ts';
import { killTree, type ShutdownStep, terminateProcesses } from './signals.ts';

/** How and where to run a program. */
interface LaunchOptions {
  readonly cwd?: string;
  /** The whole environment; this process's by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/** A program to run, with all that it depends on. */
export interface Launch extends LaunchOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How a program ended. */
interface Ending {
  /** Null when a signal ended it, or it never ran. */
  readonly exitCode: number | null;
  /** Such as "exit code 1" or "spawn foo ENOENT", for messages. */
  readonly ending: string;
  /** Whether there was such a program, and it could be run. */
  readonly wasStarted: boolean;
}

/** A program that runs. */
export interface RunningProgram {
  /** Undefined when it could not be started. */
  readonly identity: ProcessIdentity | undefined;
  /** Settles when it has ended and all of its output has come; what it leaves behind may hold that open. Never rejects. */
  readonly closed: Promise<Ending>;
  /** Settles when it has ended itself. Never rejects. */
  readonly exited: Promise<Ending>;
}

export interface StartOptions {
  /** Written to its standard input; without it, that is /dev/null. */
  readonly input?: string;
  /** In a session of its own: no terminal's Ctrl-C reaches it, and it is the leader of its process group. */
  readonly detached?: boolean;
  /** Called with pieces of its output as they come. */
  readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

function endingOf(
  exitCode: number | null | undefined,
  signal: string | null | undefined,
  failure = 'it did not run',
): Ending {
  if (signal) return { exitCode: null, ending: `killed by ${signal}`, wasStarted: true };
  if (typeof exitCode === 'number') return { exitCode, ending: `exit code ${exitCode}`, wasStarted: true };
  return { exitCode: null, ending: failure, wasStarted: false };
}

/** Starts a program. It is killed when this process exits, unless it is detached. */
export function startProgram(
  { file, args, ...launch }: LaunchOptions & Pick<Launch, 'file' | 'args'>,
  { input, detached = false, onOutput }: StartOptions = {},
): RunningProgram {
  const subprocess = execa(file, args, {
    ...launchOptions(launch),
    stdin: input === undefined ? 'ignore' : new TextEncoder().encode(input),
    detached,
    cleanup: !detached,
    buffer: false,
  });
  for (const name of ['stdout', 'stderr'] as const) {
    subprocess[name].setEncoding('utf8').on('data', (text: string) => onOutput?.(text, name));
  }
  const identity = subprocess.pid === undefined ? undefined : identify(subprocess.pid);
  const closed = subprocess.then(({ exitCode, signal, originalMessage }) =>
    endingOf(exitCode, signal, originalMessage),
  );
  const exited = Promise.withResolvers<Ending>();
  subprocess.nodeChildProcess.once('exit', (exitCode, signal) => exited.resolve(endingOf(exitCode, signal)));
  void closed.then(exited.resolve);
  return { identity, closed, exited: exited.promise };
}

function launchOptions({ cwd, env, uid, gid }: LaunchOptions) {
  return {
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env, extendEnv: false }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    reject: false,
    stripFinalNewline: false,
  } satisfies Options;
}

export interface ToolOptions extends LaunchOptions, Omit<StartOptions, 'onOutput'> {
  readonly deadlineMs: number;
  /** Aborted when it is not wanted any more. */
  readonly signal?: AbortSignal | undefined;
  /** How it is ended at the deadline or by the signal; by default it is killed at once, with all it has started. */
  readonly shutdown?: readonly ShutdownStep[];
  /** Called with each whole line of its output, errors too. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Characters of its output that are kept, from the end; a million without it. */
  readonly maxOutput?: number;
}

/** What came of a program. */
export interface ToolResult extends Ending {
  /** Exited with code 0, in time. */
  readonly ok: boolean;
  /** Standard output alone. */
  readonly stdout: string;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
  readonly timedOut: boolean;
}

/** Ends a running program at the deadline or when the signal is aborted, and says whether the deadline was the reason. */
function endOnAbort(running: RunningProgram, { deadlineMs, signal, shutdown }: ToolOptions) {
  const deadline = AbortSignal.timeout(deadlineMs);
  const cancelled = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const { identity } = running;
  const end = () => {
    if (identity && shutdown) void terminateProcesses([identity], shutdown);
    else if (identity) killTree(identity.pid);
  };
  if (cancelled.aborted) end();
  else cancelled.addEventListener('abort', end, { once: true });
  void running.exited.then(() => cancelled.removeEventListener('abort', end));
  return { hasTimedOut: () => deadline.aborted && !signal?.aborted };
}

/** Runs a program to its end, which comes at the deadline or when the signal is aborted, too. Never rejects. */
export async function runTool(file: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  const { maxOutput = 1_000_000, onLine, deadlineMs } = options;
  let stdout = '';
  let output = '';
  const lines = {
    stdout: new LineSplitter(onLine ?? (() => undefined)),
    stderr: new LineSplitter(onLine ?? (() => undefined)),
  };
  const running = startProgram(
    { ...options, file, args },
    {
      ...options,
      onOutput(text, stream) {
        if (stream === 'stdout') stdout = (stdout + text).slice(-maxOutput);
        output = (output + text).slice(-maxOutput);
        lines[stream].push(text);
      },
    },
  );
  const { hasTimedOut } = endOnAbort(running, options);
  const result = await running.closed;
  for (const each of Object.values(lines)) each.end();
  const timedOut = hasTimedOut();
  const ending = timedOut ? `no end within ${deadlineMs / 1_000} s` : result.ending;
  return { ...result, ok: result.exitCode === 0 && !timedOut, ending, stdout, output, timedOut };
}

/** The lines of a program's standard output as they come; it is ended when the signal is aborted, or nobody reads on. */
export async function* linesOf(
  launch: LaunchOptions & Pick<Launch, 'file' | 'args'>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const unread = new AbortController();
  const subprocess = execa(launch.file, launch.args, {
    ...launchOptions(launch),
    stdin: 'ignore',
    stderr: 'ignore',
    buffer: false,
  });
  const { pid } = subprocess;
  // With all it has started: Docker's command line loses a signal that comes while it starts its plugin.
  const end = () => {
    if (pid !== undefined) killTree(pid);
    // Nor is it waited for what holds its output open and was started while it was killed.
    subprocess.stdout.destroy();
  };
  const unwanted = AbortSignal.any([signal, unread.signal]);
  if (unwanted.aborted) end();
  unwanted.addEventListener('abort', end, { once: true });
  for await (const line of subprocess.iterable()) {
    let isReadOn = false;
    try {
      yield line;
      isReadOn = true;
    } finally {
      if (!isReadOn) unread.abort();
    }
  }
}
