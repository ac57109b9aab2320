import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Megabytes (10^6 bytes) that this process's heap holds once all garbage is collected. */
export function collectedHeapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('This Node.js does not collect garbage when it is told to.');
  Reflect.apply(collect, undefined, []);
  return process.memoryUsage().heapUsed / 1e6;
}
