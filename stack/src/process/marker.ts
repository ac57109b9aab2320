import { identify, type ProcessIdentity } from './identity.ts';
import { processTable } from './process-table.ts';

const variable = 'ZERO_TO_RUNNING_STACK';

/** The environment variable by which every process of a checkout's stack is found, whatever happened to its parents. */
export function markerOf(checkoutId: string): Record<string, string> {
  return { [variable]: checkoutId };
}

/** Every living process that carries a checkout's marker, but for this one. */
export function markedProcesses(checkoutId: string): ProcessIdentity[] {
  return processTable
    .withEnvironment(`${variable}=${checkoutId}`)
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => identify(pid) ?? []);
}
