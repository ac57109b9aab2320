import { platform } from 'node:process';
import { Procfs } from './procfs.ts';
import { PsTable } from './ps-table.ts';
import type { ProcessIdentity, ProcessInfo, ProcessTable } from './process-table.ts';

export type { ProcessIdentity, ProcessTable } from './process-table.ts';

export const processTable: ProcessTable = platform === 'linux' ? new Procfs() : new PsTable();

const identityOf = ({ pid, started }: ProcessInfo): ProcessIdentity => ({ pid, started });

/** @returns undefined when there is no such process (any more) */
export function identify(pid: number): ProcessIdentity | undefined {
  return identifyAll([pid])[0];
}

/** Those of these pids that are living processes. */
export function identifyAll(pids: readonly number[]): ProcessIdentity[] {
  if (pids.length === 0) return [];
  const found = processTable.snapshot(pids);
  return pids.flatMap((pid) => found.get(pid) ?? []).map(identityOf);
}

/** Those of these processes that still run, in one look; a later process with the same pid is not taken for one. */
export function livingOf(processes: readonly ProcessIdentity[]): ProcessIdentity[] {
  if (processes.length === 0) return [];
  const found = processTable.snapshot(processes.map(({ pid }) => pid));
  return processes.filter(({ pid, started }) => found.get(pid)?.started === started);
}

/** Whether exactly this process still runs; no process does not. */
export function isAlive(process: ProcessIdentity | undefined): boolean {
  return process !== undefined && livingOf([process]).length > 0;
}

/** The living members of a process group; its leader's pid is the group's. */
export function groupMembers(group: number, snapshot = processTable.snapshot()): ProcessIdentity[] {
  return [...snapshot.values()].filter((each) => each.group === group).map(identityOf);
}

/** Living processes and everything they started, directly or not. */
export function withDescendants(pids: readonly number[], snapshot = processTable.snapshot()): ProcessIdentity[] {
  const children = Map.groupBy(snapshot.values(), ({ parent }) => parent);
  const family = new Set<ProcessInfo>();
  const add = (info: ProcessInfo | undefined): void => {
    if (!info || family.has(info)) return;
    family.add(info);
    children.get(info.pid)?.forEach(add);
  };
  for (const pid of pids) add(snapshot.get(pid));
  return [...family].map(identityOf);
}

/** Bytes of memory of a process and all it started; shared pages are counted in part where the system tells. */
export function memoryOfTree(pid: number, snapshot = processTable.snapshot()): number {
  const sizes = withDescendants([pid], snapshot).map((each) => processTable.memoryOf(each.pid, snapshot) ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

const markerVariable = 'ZERO_TO_RUNNING_STACK';

/** The environment variable by which every process of a checkout's stack is found, whatever happened to its parents. */
export function markerOf(checkoutId: string): Record<string, string> {
  return { [markerVariable]: checkoutId };
}

/** The marker that this process carries, for what it starts with a chosen environment; nothing when it carries none. */
export function inheritedMarker(): Record<string, string> {
  const id = process.env[markerVariable];
  return id === undefined ? {} : markerOf(id);
}

/** Every living process that carries a checkout's marker, but for this one. */
export function markedProcesses(checkoutId: string): ProcessIdentity[] {
  const marked = processTable.withEnvironment(`${markerVariable}=${checkoutId}`);
  return identifyAll(marked.filter((pid) => pid !== process.pid));
}
