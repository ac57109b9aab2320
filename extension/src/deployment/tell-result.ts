import { l10n, window, type OutputChannel } from 'vscode';
import { openLink } from '../links/open-link.ts';
import type { Result } from './deployment-progress.ts';

function words({ status, version, message }: Result, environment: string): string {
  if (status === 'failed') return l10n.t('The deployment to {0} failed. {1}', environment, message ?? '');
  if (status === 'cancelled')
    return l10n.t('The deployment to {0} was cancelled. Deploying again goes on from there.', environment);
  if (status === 'unchanged') return l10n.t('{0} runs this version already.', environment);
  return version ? l10n.t('{0} runs version {1}.', environment, version) : l10n.t('Deployed to {0}.', environment);
}

/** Says how a deployment ended, with the way to its address, or to what went wrong. */
export async function tellResult(result: Result, environment: string, output: OutputChannel): Promise<void> {
  const open = l10n.t('Open App');
  const show = l10n.t('Show Output');
  const text = words(result, environment);
  const hasAddress = result.url !== undefined && /^https?:\/\//.test(result.url);
  const choice =
    result.status === 'failed'
      ? await window.showErrorMessage(text, show)
      : await window.showInformationMessage(text, ...(hasAddress ? [open] : []), show);
  if (choice === open && result.url !== undefined) await openLink(result.url);
  if (choice === show) output.show();
}
