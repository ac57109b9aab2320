import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it. */
interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

function processes(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The program's name, in parentheses, may hold anything.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent }];
      } catch {
        return [];
      }
    });
}

/** A process and all that descend from it. */
export function processTree(root: number): number[] {
  const all = processes();
  const tree = [root];
  for (const pid of tree) tree.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return tree;
}

/**
 * Megabytes (10^6 bytes) of memory that a process takes: its proportional set size, in which a page that n processes
 * share counts for 1/n in each, so that the figures of several processes can be added up.
 */
export function proportionalMegabytes(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return (Number(kibibytes) * 1_024) / 1e6;
}
