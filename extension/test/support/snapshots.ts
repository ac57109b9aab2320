import { compareClocks, noComparison } from '@zero-to-running/health/client/freshness';
import type { HealthReport } from '@zero-to-running/health/contract/report';
import { report } from '@zero-to-running/health/contract/test-support/reports';
import { emptySnapshot, type EnvironmentSnapshot } from '../../src/store/environment-store.ts';

/** What a store holds that got a report just now, but for what is given. */
export function freshSnapshot(
  change: Partial<HealthReport> = {},
  more: Partial<EnvironmentSnapshot> = {},
): EnvironmentSnapshot {
  const answer = report(change);
  const receivedAt = more.receivedAt ?? Date.now();
  const clocks = compareClocks(noComparison, answer.timestamp, receivedAt);
  return { ...emptySnapshot, link: 'live', fresh: true, receivedAt, clocks, answer, ...more };
}
