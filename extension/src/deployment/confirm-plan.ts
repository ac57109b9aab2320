import { l10n, window } from 'vscode';
import type { PlanSummary } from '@zero-to-running/contract/deployment';
import { changesAnything, describePlan } from './describe-plan.ts';

async function typeName({ environment }: PlanSummary): Promise<boolean> {
  const typed = await window.showInputBox({
    title: l10n.t('Data of {0} will be lost', environment),
    prompt: l10n.t('Type “{0}” to deploy all the same.', environment),
    ignoreFocusOut: true,
    validateInput: (text) => (text === environment ? undefined : l10n.t('This is not “{0}”.', environment)),
  });
  return typed === environment;
}

/** Shows what a deployment would do, and asks; where data would be lost, by having the environment's name typed. */
export async function confirmPlan(plan: PlanSummary): Promise<boolean> {
  const deploy = l10n.t('Deploy');
  const asked = l10n.t('Deploy to {0}?', plan.environment);
  const infrastructure = changesAnything(plan) ? describePlan(plan) : l10n.t('The infrastructure stays as it is.');
  if ((await window.showWarningMessage(asked, { modal: true, detail: infrastructure }, deploy)) !== deploy)
    return false;
  return plan.dataLosses.length === 0 || typeName(plan);
}
