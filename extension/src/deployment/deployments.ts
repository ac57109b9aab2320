import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { window, type OutputChannel } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { DisposableOwner, toDisposable } from '../common/disposable.ts';
import type { Folder } from '../environments/environment.ts';
import type { Consent } from './confirm-deployment.ts';
import type { Result } from './deployment-progress.ts';
import { DeploymentRecords, type DeploymentRecord } from './deployment-record.ts';
import { startDetached } from './detached-make.ts';
import { followDeployment, showDeploymentResult } from './follow-deployment.ts';
import type { Memory } from './remembers-deployments.ts';

/** What one is made to. */
export interface Place {
  readonly folder: Folder;
  readonly environment: string;
}

export interface DeploymentRequest extends Place {
  readonly target: string;
  readonly consent: Consent;
}

interface DeploymentsOptions {
  readonly memory: Memory;
  /** Absolute path of where its files may be. */
  readonly storage: string;
  /** Told of what could not be followed. */
  readonly onError: (error: unknown) => void;
}

const keyOf = ({ folder, environment }: Place): string => JSON.stringify([folder.uri, environment]);

/**
 * Deployments that run: one at a time to each environment of a folder. They outlive the window's reload, after which they are
 * taken up again.
 */
export class Deployments extends DisposableOwner {
  readonly #running = new Set<string>();
  readonly #outputs = new Map<string, OutputChannel>();
  readonly #records: DeploymentRecords;
  readonly #storage: string;
  readonly #left = new AbortController();

  constructor({ memory, storage, onError }: DeploymentsOptions) {
    super();
    this.#records = new DeploymentRecords(memory);
    this.#storage = join(storage, 'deployments');
    // Reloading a window disposes all, and a deployment is none of what should end with that.
    this.register(toDisposable(() => this.#left.abort()));
    for (const record of this.#records.all()) this.#toEnd(record, Promise.resolve(record)).catch(onError);
  }

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
    this.#outputOf(request).clear();
    await this.#toEnd(request, this.#start(request));
  }

  async #start({ folder, target, environment, consent }: DeploymentRequest): Promise<DeploymentRecord> {
    const directory = join(this.#storage, randomUUID());
    const options = { ENV: environment, JSON: '1', ...consent };
    const process = await startDetached({ folder: folder.path, target, options, directory });
    const record = { folder, environment, process, directory, since: Date.now() };
    await this.#records.put(record);
    return record;
  }

  async #toEnd(place: Place, started: Promise<DeploymentRecord>): Promise<void> {
    const key = keyOf(place);
    this.#running.add(key);
    const output = this.#outputOf(place);
    let result: Result | undefined;
    try {
      result = await this.#follow(await started, output);
    } finally {
      this.#running.delete(key);
    }
    if (result) await showDeploymentResult(result, place.environment, output);
  }

  /** @returns undefined where the window went before it ended */
  async #follow(record: DeploymentRecord, output: OutputChannel): Promise<Result | undefined> {
    const result = await followDeployment({
      record,
      print: (text) => output.append(text),
      onCancel: () => void this.#records.put({ ...record, cancelledAt: Date.now() }),
      signal: this.#left.signal,
    });
    if (!result) return undefined;
    await this.#records.remove(record);
    await rm(record.directory, { recursive: true, force: true });
    return result;
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
