import type { PlannedAction, PlanSummary } from '@zero-to-running/contract/deployment';
import { paint, type Format } from '../../terminal/style.ts';
import { formatTable, type Cell } from '../../terminal/table.ts';

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
  return ['', paint(['bold', 'red'], 'DATA IS LOST by this:'), ...formatTable(rows)];
}

function costLine({ monthlyCostDifferenceUsd: difference }: PlanSummary): string {
  if (difference === null) return 'What it costs cannot be said: docs/costs.md does not cover all of it.';
  if (difference === 0) return 'The monthly cost stays as it is.';
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
