import { l10n, window } from 'vscode';
import type { PlanSummary } from '@zero-to-running/contract/deployment';
import { changesAnything, describePlan } from './describe-plan.ts';

/** The answer that `deploy` gets: a yes, and the environment's name where data would be lost. */
export type Consent = Readonly<Record<'YES' | 'CONFIRM', string>>;

async function typeName({ environment }: PlanSummary): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t('Data of {0} will be lost', environment),
    prompt: l10n.t('Type “{0}” to deploy all the same.', environment),
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
  const detail = changesAnything(plan) ? describePlan(plan) : l10n.t('The infrastructure stays as it is.');
  if ((await window.showWarningMessage(asked, { modal: true, detail }, deploy)) !== deploy) return undefined;
  if (plan.dataLosses.length === 0) return { YES: '1', CONFIRM: '' };
  const typed = await typeName(plan);
  return typed === plan.environment ? { YES: '1', CONFIRM: typed } : undefined;
}
