import type { MigrationReport } from '@zero-to-running/contract/migrations';
import type { MigrationStatus } from './migration-status.ts';

/** A status as other programs read it. */
export function toReport({ applied, pending, changed, problems }: MigrationStatus): MigrationReport {
  const changedNames = new Set(changed.map(({ name }) => name));
  return {
    applied: applied.map(({ name, appliedAt, durationMs }) => ({
      name,
      appliedAt: appliedAt.toISOString(),
      durationMs,
      changed: changedNames.has(name),
    })),
    pending: pending.map(({ name }) => name),
    problems: [...problems],
  };
}
