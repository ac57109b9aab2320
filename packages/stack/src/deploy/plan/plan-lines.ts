import type { PlannedAction, PlanSummary } from '@app/contract/deployment';
import { paint, type Format, formatTable, type Cell } from '../../terminal/format.ts';

const actions: readonly { action: PlannedAction; mark: string; done: string; format: Format }[] = [
  { action: 'add', mark: '+', done: 'added', format: 'green' },
  { action: 'change', mark: '~', done: 'changed', format: 'yellow' },
  { action: 'replace', mark: '±', done: 'replaced', format: 'magenta' },
  { action: 'destroy', mark: '-', done: 'destroyed', format: 'red' },
];

function countsLine({ environment, counts }: PlanSummary): string {
  const parts = actions
    .filter(({ action }) => counts[action] > 0)
    .map(({ action, done }) => `${counts[action]} ${done}`);
  return parts.length === 0
    ? `Nothing would change in ${environment}.`
    : `In ${environment}, of the resources in AWS: ${parts.join(', ')}.`;
}

function lossLines({ dataLosses }: PlanSummary): string[] {
  if (dataLosses.length === 0) return [];
  const rows = dataLosses.map(({ address, action, holds }): Cell[] => [
    { text: action, format: 'red' },
    { text: address, format: 'red' },
    `holds ${holds}`,
  ]);
  return ['', paint(['bold', 'red'], 'THIS DELETES DATA:'), ...formatTable(rows)];
}

function costLine({ monthlyCostDifferenceUsd: difference }: PlanSummary): string {
  if (difference === null) return 'The cost is unknown: docs/costs.md does not cover all of it.';
  if (difference === 0) return 'The monthly cost does not change.';
  return `About ${Math.abs(difference).toFixed(2)} USD a month ${difference > 0 ? 'more' : 'less'}, by docs/costs.md.`;
}

/** A plan in words, for a person to judge; what loses data stands last, in red. */
export function planLines(plan: PlanSummary): string[] {
  if (plan.resources.length === 0) return [countsLine(plan)];
  const rows = actions.flatMap(({ action, mark, format }) =>
    plan.resources
      .filter((each) => each.action === action)
      .map(({ address }): Cell[] => [{ text: mark, format }, action, address]),
  );
  return [...formatTable(rows), '', countsLine(plan), costLine(plan), ...lossLines(plan)];
}
