import { l10n, ProgressLocation, window } from 'vscode';
import { endGroup } from '../make/end-group.ts';
import { DeploymentProgress, type Result } from './deployment-progress.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { followMake } from './follow-make.ts';
import { runsStill } from './known-process.ts';

const deadlineMs = 60 * 60_000;

/** Terraform finishes what it has begun, and gives its lock back; to end it before would leave both undone. */
const graceMs = 15 * 60_000;

export interface FollowedDeployment {
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
      return { ...result, message: l10n.t('It did not end within an hour, and was ended.') };
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      ending.stop();
    }
  });
}
