import { identify, type ProcessIdentity } from './identity.ts';
import { processTable } from './process-table.ts';

/** The living members of a process group; its leader's pid is the group's. */
export function groupMembers(group: number): ProcessIdentity[] {
  return processTable
    .pids()
    .filter((pid) => processTable.groupOf(pid) === group)
    .flatMap((pid) => identify(pid) ?? []);
}

/** Processes and everything they started, directly or not. */
export function withDescendants(pids: readonly number[]): number[] {
  const parents = new Map(processTable.pids().map((pid) => [pid, processTable.parentOf(pid)]));
  const family = new Set(pids);
  let size: number;
  do {
    size = family.size;
    for (const [pid, parent] of parents) if (parent !== undefined && family.has(parent)) family.add(pid);
  } while (family.size > size);
  return [...family];
}
