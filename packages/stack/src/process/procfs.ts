import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessInfo, ProcessTable, Snapshot } from './process-table.ts';

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Fields of /proc/PID/stat from the third on; the second, the name, may hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const zombieStates = new Set(['Z', 'X']);

/** The processes of Linux, from proc(5). Those of other users show less, unless root asks. */
export class Procfs implements ProcessTable {
  readonly #boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';

  snapshot(pids = this.#pids()): Snapshot {
    const processes = pids.flatMap((pid): ProcessInfo[] => {
      const [state, parent, group, ...fields] = statFields(pid) ?? [];
      if (state === undefined || zombieStates.has(state)) return [];
      // Clock ticks count from the boot, so that two boots can have a process with the same pid and ticks.
      const started = `${fields[16]}@${this.#boot}`;
      return [{ pid, parent: Number(parent), group: Number(group), started }];
    });
    return new Map(processes.map((each) => [each.pid, each]));
  }

  #pids(): number[] {
    return list('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number);
  }

  commandOf(pid: number): string | undefined {
    const line = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
    return line || read(`/proc/${pid}/comm`)?.trim();
  }

  directoryOf(pid: number): string | undefined {
    return link(`/proc/${pid}/cwd`);
  }

  workingIn(directory: string): number[] {
    const living = this.snapshot();
    return [...living.keys()].filter((pid) => this.directoryOf(pid) === directory);
  }

  withEnvironment(assignment: string): number[] {
    return this.#pids().filter((pid) => read(`/proc/${pid}/environ`)?.split('\0').includes(assignment));
  }

  memoryOf(pid: number): number | undefined {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }

  socketHolder(protocol: 'tcp' | 'udp', port: number) {
    const socket = this.#socket(protocol, port);
    if (!socket) return undefined;
    const target = `socket:[${socket.inode}]`;
    const pid = this.#pids().find((each) =>
      list(`/proc/${each}/fd`).some((fd) => link(`/proc/${each}/fd/${fd}`) === target),
    );
    return { pid, uid: socket.uid };
  }

  /** The listening (TCP) or bound (UDP) socket of a port, as in proc_net(5). */
  #socket(protocol: 'tcp' | 'udp', port: number): { inode: string; uid: number } | undefined {
    const wantedPort = port.toString(16).toUpperCase().padStart(4, '0');
    const wantedState = protocol === 'tcp' ? '0A' : '07';
    for (const table of [protocol, `${protocol}6`]) {
      for (const line of (read(`/proc/net/${table}`) ?? '').split('\n').slice(1)) {
        const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/);
        if (local?.endsWith(`:${wantedPort}`) && state === wantedState && inode) return { inode, uid: Number(uid) };
      }
    }
    return undefined;
  }
}
