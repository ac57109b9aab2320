import type { HealthReport } from '@zero-to-running/contract/health';
import { report } from '@zero-to-running/contract/test-support/reports';
import { emptySnapshot, type EnvironmentSnapshot } from '../../src/store/environment-snapshot.ts';

/** What a store holds that got a report just now, but for what is given. */
export function freshSnapshot(
  change: Partial<HealthReport> = {},
  more: Partial<EnvironmentSnapshot> = {},
): EnvironmentSnapshot {
  const answer = report(change);
  return { ...emptySnapshot, link: 'live', fresh: true, receivedAt: Date.now(), answer, report: answer, ...more };
}
