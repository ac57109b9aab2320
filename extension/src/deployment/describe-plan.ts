import { l10n } from 'vscode';
import type { PlanSummary } from '@zero-to-running/contract/deployment';

/** Resources of each kind that are listed; the plan itself has all. */
const shownLosses = 10;

/** Whether applying would change anything. */
export function changesAnything({ counts }: PlanSummary): boolean {
  return Object.values(counts).some((count) => count > 0);
}

function cost({ monthlyCostDifferenceUsd: usd }: PlanSummary): string[] {
  if (usd === null) return [];
  const amount = `${usd < 0 ? '−' : '+'}$${Math.abs(usd).toFixed(2)}`;
  return [l10n.t('Cost: {0} a month, against what runs now.', amount)];
}

function losses({ dataLosses }: PlanSummary): string[] {
  if (dataLosses.length === 0) return [];
  const lines = dataLosses.slice(0, shownLosses).map(({ address, action, holds }) => {
    return action === 'destroy'
      ? l10n.t('• {0} is destroyed, with {1}', address, holds)
      : l10n.t('• {0} is replaced, which loses {1}', address, holds);
  });
  const more = dataLosses.length - lines.length;
  return ['', l10n.t('Data is lost:'), ...lines, ...(more > 0 ? [l10n.t('… and {0} more', more)] : [])];
}

/** What a plan would do, for a person to judge. */
export function describePlan(plan: PlanSummary): string {
  const { add, change, replace, destroy } = plan.counts;
  const counts = l10n.t('{0} to add, {1} to change, {2} to replace, {3} to destroy.', add, change, replace, destroy);
  return [counts, ...cost(plan), ...losses(plan)].join('\n');
}
