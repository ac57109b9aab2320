import { spawnSync } from 'node:child_process';
import type { ProcessTable } from './process-table.ts';

function output(command: string, args: readonly string[]): string {
  const { stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    timeout: 5_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout ?? '';
}

function column(pid: number, keyword: string): string | undefined {
  return output('ps', ['-o', `${keyword}=`, '-p', String(pid)]).trim() || undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The processes of macOS, from ps(1) and lsof(8), which come with it. */
export class PsTable implements ProcessTable {
  startOf(pid: number): string | undefined {
    const [state, ...start] = (column(pid, 'state=,lstart') ?? '').split(/\s+/);
    return !state || state.startsWith('Z') ? undefined : start.join(' ');
  }

  pids(): number[] {
    return output('ps', ['-axo', 'pid=']).split('\n').filter(Boolean).map(Number);
  }

  groupOf(pid: number): number | undefined {
    return this.startOf(pid) === undefined ? undefined : numberOf(column(pid, 'pgid'));
  }

  parentOf(pid: number): number | undefined {
    return numberOf(column(pid, 'ppid'));
  }

  commandOf(pid: number): string | undefined {
    return column(pid, 'command');
  }

  directoryOf(pid: number): string | undefined {
    return /^n(.*)$/m.exec(output('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn']))?.[1];
  }

  workingIn(directory: string): number[] {
    const fields = output('lsof', ['-a', '-d', 'cwd', '-Fpn', '--', directory]);
    return [...fields.matchAll(/^p(\d+)$/gm)].map((match) => Number(match[1]));
  }

  withEnvironment(assignment: string): number[] {
    return output('ps', ['-axEww', '-o', 'pid=,command='])
      .split('\n')
      .filter((line) => ` ${line} `.includes(` ${assignment} `))
      .map((line) => Number.parseInt(line, 10));
  }

  memoryOf(pid: number): number | undefined {
    const kilobytes = column(pid, 'rss');
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }

  socketHolder(protocol: 'tcp' | 'udp', port: number) {
    const listening = protocol === 'tcp' ? ['-sTCP:LISTEN'] : [];
    const fields = output('lsof', ['-nP', `-i${protocol.toUpperCase()}:${port}`, ...listening, '-Fpu']);
    const pid = /^p(\d+)$/m.exec(fields)?.[1];
    return pid === undefined ? undefined : { pid: Number(pid), uid: numberOf(/^u(\d+)$/m.exec(fields)?.[1]) };
  }
}
