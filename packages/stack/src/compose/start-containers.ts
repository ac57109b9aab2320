import type { Checkout } from '../checkout.ts';
import { findMismatch } from '../data/migrations.ts';
import type { OnState } from '../driver.ts';
import { portVariable, publishedVariable, readSettings } from '../environment/settings.ts';
import { isAlive } from '../process/processes.ts';
import { perService, serviceNames, type ServiceName } from '../services.ts';
import type { StackState, StartFailure } from '../state/stack-state.ts';
import { removeState, writeState } from '../state/state-file.ts';
import { ContainerFailure, HealthWait } from './health-wait.ts';
import { StackProgress, OutputReader, type ServiceNews } from './progress.ts';
import { choosePorts, publishedPorts } from './choose-ports.ts';
import { killOrphanedRuns, runCompose, type ComposeResult } from './compose-process.ts';
import { isActive, inspectContainers, type Container } from './containers.ts';
import { requireEngine } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { claimData, updateSecrets } from '../environment/write-env.ts';
import { ensureProject, refuseOthers } from './project.ts';
import { recordedState } from './running-state.ts';
import { acquireStackLock } from '../process/lock.ts';

/** Images are fetched and built in it. */
const upDeadlineMs = 20 * 60_000;

/** What may pass when it is tried again: a port that another took first, a container that another start left. */
const passing = /port is already allocated|address already in use|is already in use by container|No such container/i;
const maxAttempts = 5;

/** As Docker says it. */
const takenPort = /(?:Bind for |listen tcp\d? )[\d.]+:(\d+)/;

function activeServices(containers: readonly Container[]): ServiceName[] {
  return serviceNames.filter((name) => containers.some((each) => each.service === name && isActive(each)));
}

/** One start of the stack, from the first question to the engine to the last service's health. */
class Start {
  readonly #checkout: Checkout;
  readonly #project: string;
  readonly #progress: StackProgress;
  readonly #signal: AbortSignal;
  /** What the start before has written down. */
  #last: StackState | undefined;
  /** Inside the dev container: ports that are not those of `.env`, as variables for Compose. */
  #ports: Record<string, string> = {};

  constructor(checkout: Checkout, project: string, progress: StackProgress, signal: AbortSignal) {
    this.#checkout = checkout;
    this.#project = project;
    this.#progress = progress;
    this.#signal = signal;
  }

  async run(): Promise<StackState> {
    await killOrphanedRuns(this.#checkout);
    const before = await inspectContainers(this.#project);
    refuseOthers(this.#checkout, this.#project, before);
    // Inside the dev container, whoever opened it has asked whose the data is.
    if (this.#checkout.isInDevContainer) await updateSecrets(this.#checkout);
    else await claimData(this.#checkout);
    this.#last = recordedState(this.#checkout);
    const kept = this.#ranBefore(before);
    // Those that have ended are about to be started, whatever they ended by.
    this.#progress.applyContainers(before.filter(({ service }) => kept.some((name) => name === service)));
    if (this.#progress.isUp) this.#progress.phase = 'up';
    this.#record(this.#progress.publish());
    try {
      await this.#up(before);
      const wait = new HealthWait(this.#checkout, this.#project, this.#progress);
      await wait.containers(this.#signal);
      await wait.report(this.#signal);
      this.#progress.phase = 'up';
      const state = this.#progress.publish();
      this.#record(state);
      return state;
    } catch (error) {
      const mismatch = await this.#mismatch(error);
      if (mismatch) return this.#staysForData(mismatch);
      await this.#takeBack(kept);
      this.#signal.throwIfAborted();
      if (error instanceof ContainerFailure) return this.#failed(error.failure);
      throw error;
    }
  }

  /** The failure of an API that refuses the data, with what can be done about that. */
  async #mismatch(error: unknown): Promise<StartFailure | undefined> {
    if (this.#signal.aborted || !(error instanceof ContainerFailure) || error.failure.service !== 'api')
      return undefined;
    const { user, password, database: name } = readSettings(this.#checkout, process.env);
    const { port } = this.#progress.state.services.database;
    const host = this.#checkout.isInDevContainer ? 'database' : '127.0.0.1';
    const found = await findMismatch({ host, port, user, password, name });
    return found && { ...error.failure, message: found.message, fix: found.fix };
  }

  /** The database stays up, for the verbs that replace the data. */
  #staysForData(failure: StartFailure): StackState {
    this.#progress.fail('api', failure.message, failure.fix);
    this.#progress.phase = 'up';
    const state = { ...this.#progress.publish(), failure };
    this.#record(state);
    return state;
  }

  /** For other programs of the host; what it has written down is not touched from inside the dev container. */
  #record(state: StackState): void {
    if (!this.#checkout.isInDevContainer) writeState(this.#checkout, state);
  }

  /** What runs, less what a start that was killed has begun: that belongs to nobody, and is as good as this one's. */
  #ranBefore(before: readonly Container[]): ServiceName[] {
    const last = this.#last;
    const wasKilled = last?.phase === 'starting' && !isAlive(last.supervisor);
    return activeServices(before).filter((name) => !wasKilled || last.services[name].phase !== 'waiting');
  }

  async #up(before: readonly Container[]): Promise<void> {
    this.#ports = publishedPorts(before);
    for (let attempt = 1; ; attempt += 1) {
      const result = this.#checkout.isInDevContainer ? await this.#compose(this.#ports) : await this.#upOnce(before);
      this.#signal.throwIfAborted();
      if (result.ok) return;
      this.#moveTakenPort(result.output);
      if (attempt === maxAttempts || !passing.test(result.output)) throw this.#explain(result);
    }
  }

  async #upOnce(before: readonly Container[]): Promise<ComposeResult> {
    const chosen = await choosePorts(this.#checkout, before, this.#last);
    try {
      this.#progress.setAddresses(
        perService((name) => {
          const { port, wanted, holder } = chosen.ports[name];
          return holder ? { port, wantedPort: wanted, portHolder: holder } : { port };
        }),
      );
      this.#progress.publish();
      return await this.#compose(chosen.environment);
    } finally {
      chosen.release();
    }
  }

  #compose(environment: Readonly<Record<string, string>>): Promise<ComposeResult> {
    const reader = new OutputReader();
    return runCompose(this.#checkout, this.#project, ['up', '--detach'], {
      environment,
      deadlineMs: upDeadlineMs,
      signal: this.#signal,
      onLine: (line) => this.#hear(reader.read(line)),
    });
  }

  /** Inside the dev container nothing but the engine knows which ports of the host are free: the next one is tried. */
  #moveTakenPort(output: string): void {
    const [, taken] = takenPort.exec(output) ?? [];
    if (taken === undefined || !this.#checkout.isInDevContainer) return;
    const { ports } = readSettings(this.#checkout, process.env);
    for (const name of serviceNames) {
      const variable = publishedVariable(portVariable[name]);
      if ((this.#ports[variable] ?? String(ports[name])) !== taken) continue;
      this.#ports[variable] = String(Number(taken) + 1);
      this.#progress.setMessage(`Port ${taken} of the host is taken; trying ${Number(taken) + 1} for the ${name}`);
    }
  }

  #hear(news: ServiceNews | undefined): void {
    if (!news) return;
    this.#progress.phase = 'starting';
    this.#progress.applyOutput(news);
    this.#progress.publish();
  }

  #explain(result: ComposeResult): Error {
    const { message, fix } = dockerFailure('The containers could not be started', result);
    return new ContainerFailure({ message, excerpt: [], fix });
  }

  /** Stops what this start has started; their logs stay, as the containers do. */
  async #takeBack(kept: readonly ServiceName[]): Promise<void> {
    const now = await inspectContainers(this.#project).catch(() => []);
    const started = activeServices(now).filter((name) => !kept.includes(name));
    if (started.length > 0) {
      await runCompose(this.#checkout, this.#project, ['stop', ...started], { deadlineMs: 60_000 });
    }
    if (kept.length > 0) this.#record({ ...this.#progress.state, phase: 'up' });
    else if (!this.#checkout.isInDevContainer) removeState(this.#checkout);
  }

  #failed(failure: StartFailure): StackState {
    this.#progress.phase = 'failed';
    return { ...this.#progress.publish(), failure };
  }
}

/**
 * Starts what does not run and waits for it; see `StackDriver.start`.
 * @throws StackError
 */
export async function startContainers(checkout: Checkout, onState: OnState, signal: AbortSignal): Promise<StackState> {
  await requireEngine();
  const project = await ensureProject(checkout);
  const progress = new StackProgress(checkout, onState);
  const turn = await acquireStackLock(
    checkout,
    () => {
      progress.setMessage('Waiting for another command that is changing this stack');
      progress.publish();
    },
    signal,
  );
  try {
    progress.setMessage(undefined);
    return await new Start(checkout, project, progress, signal).run();
  } finally {
    turn.release();
  }
}
