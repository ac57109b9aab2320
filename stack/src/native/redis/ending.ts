import type { EndingStep } from '../../process/end.ts';

/** It has nothing to save. */
export const redisEnding: readonly EndingStep[] = [
  { signal: 'SIGTERM', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];
