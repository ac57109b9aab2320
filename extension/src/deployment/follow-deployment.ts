import { window, type OutputChannel, ProgressLocation } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { openLink } from '../links/open-link.ts';
import { type Result, DeploymentProgress } from './deployment-progress.ts';
import { endGroup } from '../make/run-make.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { followMake, runsStill } from './detached-make.ts';

function words({ status, version, message }: Result, environment: string): string {
  if (status === 'failed') return l10n.t('The deployment to {0} failed. {1}', environment, message ?? '');
  if (status === 'cancelled')
    return l10n.t('The deployment to {0} was cancelled. Deploy again to continue.', environment);
  if (status === 'unchanged') return l10n.t('{0} already runs this version.', environment);
  return version ? l10n.t('{0} runs version {1}.', environment, version) : l10n.t('Deployed to {0}.', environment);
}

/** Says how a deployment ended, with the way to its address, or to what went wrong. */
export async function showDeploymentResult(result: Result, environment: string, output: OutputChannel): Promise<void> {
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

const deadlineMs = 60 * 60_000;

/** Terraform finishes what it has begun, and gives its lock back; to end it before would leave both undone. */
const graceMs = 15 * 60_000;

interface FollowedDeployment {
  readonly record: DeploymentRecord;
  readonly print: (text: string) => void;
  /** Told when a person cancels it. */
  readonly onCancel: () => void;
  /** Ends the following, and not the deployment. */
  readonly signal: AbortSignal;
}

/** Ends a deployment that is told to, or takes too long: as a whole, and after a while by force. */
class Ending {
  readonly #record: DeploymentRecord;
  readonly #deadline: NodeJS.Timeout;
  #lastResort: NodeJS.Timeout | undefined;
  #isOverdue = false;

  constructor(record: DeploymentRecord) {
    this.#record = record;
    const late = () => {
      this.#isOverdue = true;
      void this.begin();
    };
    this.#deadline = setTimeout(late, record.since + deadlineMs - Date.now());
    if (record.cancelledAt !== undefined) this.#forceAt(record.cancelledAt + graceMs);
  }

  /** Whether it was ended because it took too long. */
  get isOverdue(): boolean {
    return this.#isOverdue;
  }

  async begin(): Promise<void> {
    this.#forceAt(Date.now() + graceMs);
    await this.#send('SIGTERM');
  }

  stop(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#lastResort);
  }

  #forceAt(time: number): void {
    this.#lastResort ??= setTimeout(() => void this.#send('SIGKILL'), time - Date.now());
  }

  async #send(signal: NodeJS.Signals): Promise<void> {
    const { process } = this.#record;
    if (await runsStill(process)) endGroup(process.pid, signal);
  }
}

/**
 * Shows the progress of a deployment that was started, by this window or the one before a reload, until it ends.
 * @returns how it ended; undefined where the following did before
 */
export function followDeployment({
  record,
  print,
  onCancel,
  signal,
}: FollowedDeployment): Thenable<Result | undefined> {
  const title = l10n.t('Deploying to {0}', record.environment);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (shown, token) => {
    const ending = new Ending(record);
    token.onCancellationRequested(() => {
      onCancel();
      void ending.begin();
    });
    const progress = new DeploymentProgress({ onStep: (message) => shown.report({ message }), print });
    try {
      const { process, directory, cancelledAt } = record;
      const onOutput = (source: 'stdout' | 'stderr', text: string) => progress.push(source, text);
      const code = await followMake({ process, directory, onOutput, signal });
      const result = progress.end(code, token.isCancellationRequested || cancelledAt !== undefined);
      if (result.status !== 'failed' || !ending.isOverdue) return result;
      return { ...result, message: l10n.t('It did not finish within an hour and was stopped.') };
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      ending.stop();
    }
  });
}
