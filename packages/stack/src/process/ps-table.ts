import { spawnSync } from 'node:child_process';
import type { ProcessInfo, ProcessTable, Snapshot } from './process-table.ts';

/** Runs a program and gives its standard output, whatever its exit code is. */
export type Output = (command: string, args: readonly string[]) => string;

const outputOf: Output = (command, args) => {
  const { stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    timeout: 5_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout ?? '';
};

/** One `-o` each, as POSIX has it: some take what follows a `=` for the title. */
const columns = ['pid', 'ppid', 'pgid', 'state', 'lstart', 'rss'].flatMap((name) => ['-o', `${name}=`]);

/** Such as `  812   1   812 Ss   Sat Nov 28 18:34:33 2026    21236`. */
const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(\d+)\s*$/;

/** The living processes in what ps(1) printed for these columns, on Linux, macOS and the BSDs alike. */
export function parseProcesses(output: string): Snapshot {
  const processes = output.split('\n').flatMap((line): ProcessInfo[] => {
    const [, pid, parent, group, state = 'Z', started = '', kilobytes] = row.exec(line) ?? [];
    if (/^[ZX]/.test(state)) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        started: started.replaceAll(/\s+/g, ' '),
        resident: Number(kilobytes) * 1024,
      },
    ];
  });
  return new Map(processes.map((each) => [each.pid, each]));
}

/** The processes of macOS, from ps(1) and lsof(8), which come with it. */
export class PsTable implements ProcessTable {
  readonly #output: Output;

  constructor(output = outputOf) {
    this.#output = output;
  }

  snapshot(pids?: readonly number[]): Snapshot {
    const which = pids ? ['-p', pids.join(',')] : ['-ax'];
    return parseProcesses(this.#output('ps', [...which, ...columns]));
  }

  commandOf(pid: number): string | undefined {
    return this.#output('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).trim() || undefined;
  }

  directoryOf(pid: number): string | undefined {
    return /^n(.*)$/m.exec(this.#output('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn']))?.[1];
  }

  workingIn(directory: string): number[] {
    const fields = this.#output('lsof', ['-a', '-d', 'cwd', '-Fpn', '--', directory]);
    return [...fields.matchAll(/^p(\d+)$/gm)].map((match) => Number(match[1]));
  }

  withEnvironment(assignment: string): number[] {
    return this.#output('ps', ['-axEww', '-o', 'pid=,command='])
      .split('\n')
      .filter((line) => ` ${line} `.includes(` ${assignment} `))
      .map((line) => Number.parseInt(line, 10));
  }

  memoryOf(pid: number, snapshot: Snapshot): number | undefined {
    return snapshot.get(pid)?.resident;
  }

  socketHolder(protocol: 'tcp' | 'udp', port: number) {
    const listening = protocol === 'tcp' ? ['-sTCP:LISTEN'] : [];
    const fields = this.#output('lsof', ['-nP', `-i${protocol.toUpperCase()}:${port}`, ...listening, '-Fpu']);
    const pid = /^p(\d+)$/m.exec(fields)?.[1];
    const uid = /^u(\d+)$/m.exec(fields)?.[1];
    return pid === undefined ? undefined : { pid: Number(pid), uid: uid === undefined ? undefined : Number(uid) };
  }
}
