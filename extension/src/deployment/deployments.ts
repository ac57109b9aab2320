import { l10n, window, type OutputChannel } from 'vscode';
import { DisposableOwner } from '../common/disposable.ts';
import { runDeployment, type DeploymentRequest, type Result } from './run-deployment.ts';
import { tellResult } from './tell-result.ts';

type Place = Pick<DeploymentRequest, 'folder' | 'environment'>;

const keyOf = ({ folder, environment }: Place): string => JSON.stringify([folder.uri, environment]);

/** Deployments that run in this window: one at a time to each environment of a folder. */
export class Deployments extends DisposableOwner {
  readonly #running = new Set<string>();
  readonly #outputs = new Map<string, OutputChannel>();

  isRunning(place: Place): boolean {
    return this.#running.has(keyOf(place));
  }

  /** Says that one to there runs, with the way to what it prints. */
  async tellRunning(place: Place): Promise<void> {
    const show = l10n.t('Show Output');
    const message = l10n.t('A deployment to {0} is running.', place.environment);
    if ((await window.showInformationMessage(message, show)) === show) this.#outputOf(place).show();
  }

  /** Deploys, and tells how it ended; says so where one to there runs already. */
  async run(request: DeploymentRequest): Promise<void> {
    if (this.isRunning(request)) return this.tellRunning(request);
    const output = this.#outputOf(request);
    output.clear();
    await tellResult(await this.#run(request, output), request.environment, output);
  }

  async #run(request: DeploymentRequest, output: OutputChannel): Promise<Result> {
    const key = keyOf(request);
    this.#running.add(key);
    try {
      return await runDeployment(request, output);
    } finally {
      this.#running.delete(key);
    }
  }

  /** What those to there print: not mixed with what others do beside them. */
  #outputOf(place: Place): OutputChannel {
    const key = keyOf(place);
    const name = l10n.t('Zero to Running: Deployment to {0}', place.environment);
    const output = this.#outputs.get(key) ?? this.register(window.createOutputChannel(name));
    this.#outputs.set(key, output);
    return output;
  }
}
