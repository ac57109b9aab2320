import { totalmem } from 'node:os';
import type { System } from '@zero-to-running/contract/health';

const bytesPerMb = 1024 * 1024;

const megabytes = (bytes: number): number => Math.round(bytes / bytesPerMb);

/** Bytes the process may use: the container's limit (cgroup v1 or v2) where it has one, else the machine's memory. */
export function memoryLimit(constrained = process.constrainedMemory(), machine = totalmem()): number {
  // Without a limit there is 0, or (cgroup v1) a number beyond any memory.
  return constrained > 0 && constrained < machine ? constrained : machine;
}

/** Figures of this process, in the units of the contract. */
export function describeSystem(): System {
  return {
    uptime: Math.floor(process.uptime()),
    memory: { used: megabytes(process.memoryUsage.rss()), total: megabytes(memoryLimit()) },
    platform: process.platform,
  };
}
