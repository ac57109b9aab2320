import { l10n, ProgressLocation, window, type OutputChannel } from 'vscode';
import type { DeploymentEvent } from '@zero-to-running/contract/deployment';
import type { Folder } from '../environments/environment.ts';
import { lastLines } from '../make/last-lines.ts';
import { runMake } from '../make/run-make.ts';
import type { Consent } from './confirm-plan.ts';
import { EventLines } from './event-lines.ts';

/** How a deployment ended. */
export type Result = Omit<Extract<DeploymentEvent, { type: 'result' }>, 'type'>;
type Step = Extract<DeploymentEvent, { type: 'step' }>;

const deadlineMs = 60 * 60_000;

/** Terraform finishes what it has begun, and gives its lock back; to end it before would leave both undone. */
const graceMs = 15 * 60_000;

const marks: Record<Step['status'], string> = { started: '▷', done: '✔', skipped: '–', failed: '✖' };

function print(output: OutputChannel, { status, title, message, fix = [] }: Step): void {
  output.appendLine(`${marks[status]} ${title}${message ? `: ${message}` : ''}`);
  for (const line of fix) output.appendLine(`  → ${line}`);
}

function whyOf({ title, message }: Step): string {
  return message ? `${title}: ${message}` : title;
}

export interface DeploymentRequest {
  readonly folder: Folder;
  readonly target: string;
  readonly environment: string;
  readonly consent: Consent;
}

/**
 * Runs `make deploy`, with progress by step, which can be cancelled. All that it prints goes to the output.
 * @returns how it ended, also where it did not say so itself
 */
export function runDeployment(
  { folder, target, environment, consent }: DeploymentRequest,
  output: OutputChannel,
): Thenable<Result> {
  const title = l10n.t('Deploying to {0}', environment);
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let result: Result | undefined;
      let failed: Step | undefined;
      const lines = new EventLines(
        (event) => {
          if (event.type === 'result') {
            result = event;
            return;
          }
          if (event.status === 'started') progress.report({ message: event.title });
          if (event.status === 'failed') failed = event;
          print(output, event);
        },
        (line) => output.appendLine(line),
      );
      const { code, stderr } = await runMake({
        folder: folder.path,
        args: [target],
        env: { ENV: environment, JSON: '1', ...consent },
        deadlineMs,
        graceMs,
        signal: controller.signal,
        onOutput: (source, text) => (source === 'stdout' ? lines.push(text) : output.append(text)),
      });
      lines.end();
      if (result && !(result.status === 'failed' && failed)) return result;
      if (token.isCancellationRequested) return { status: 'cancelled' };
      if (code === 0) return { status: 'deployed' };
      return { status: 'failed', message: failed ? whyOf(failed) : lastLines(stderr, 2) };
    },
  );
}
