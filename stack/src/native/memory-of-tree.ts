import { withDescendants } from '../process/group.ts';
import { processTable } from '../process/process-table.ts';

/** Bytes of memory of a process and all it started; shared pages are counted in part where the system tells. */
export function memoryOfTree(pid: number): number {
  const sizes = withDescendants([pid]).map((each) => processTable.memoryOf(each) ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}
