import { Uri, window, workspace } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import type { Folder } from '../environments/environment.ts';
import type { PlanSummary } from '@app/contract/deployment';

const isName = (text: unknown): text is string => typeof text === 'string' && /^[a-z][a-z0-9-]{0,30}$/.test(text);

/** Asks which environment to deploy to; undefined where none was picked. */
export async function chooseDeployment({ uri }: Folder): Promise<string | undefined> {
  const configured = workspace.getConfiguration('zeroToRunning', Uri.parse(uri)).get<unknown>('deploymentEnvironments');
  const names = Array.isArray(configured) ? configured.filter(isName) : [];
  const other = l10n.t('Another…');
  const placeHolder = l10n.t('Select an environment to deploy to');
  const picked = names.length === 0 ? other : await window.showQuickPick([...names, other], { placeHolder });
  if (picked !== other) return picked;
  return window.showInputBox({
    prompt: placeHolder,
    validateInput: (text) => (isName(text) ? undefined : l10n.t('Use lowercase letters, digits and hyphens only.')),
  });
}

/** Resources of each kind that are listed; the plan itself has all. */
const shownLosses = 10;

/** Whether applying would change anything. */
function changesAnything({ counts }: PlanSummary): boolean {
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
function describePlan(plan: PlanSummary): string {
  const { add, change, replace, destroy } = plan.counts;
  const counts = l10n.t('{0} to add, {1} to change, {2} to replace, {3} to destroy.', add, change, replace, destroy);
  return [counts, ...cost(plan), ...losses(plan)].join('\n');
}

/** The answer that `deploy` gets: a yes, and the environment's name where data would be lost. */
export type Consent = Readonly<Record<'YES' | 'CONFIRM', string>>;

async function typeName({ environment }: PlanSummary): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Data of {0} will be lost', environment),
    prompt: l10n.t('Type “{0}” to deploy anyway.', environment),
    ignoreFocusOut: true,
    validateInput: (text) => (text === environment ? undefined : l10n.t('This is not “{0}”.', environment)),
  });
}

/**
 * Shows what a deployment would do, and asks; where data would be lost, by having the environment's name typed.
 * @returns undefined where it is not to be done
 */
export async function confirmPlan(plan: PlanSummary): Promise<Consent | undefined> {
  const deploy = l10n.t('Deploy');
  const asked = l10n.t('Deploy to {0}?', plan.environment);
  const detail = changesAnything(plan) ? describePlan(plan) : l10n.t('The infrastructure does not change.');
  if ((await window.showWarningMessage(asked, { modal: true, detail }, deploy)) !== deploy) return undefined;
  if (plan.dataLosses.length === 0) return { YES: '1', CONFIRM: '' };
  const typed = await typeName(plan);
  return typed === plan.environment ? { YES: '1', CONFIRM: typed } : undefined;
}
