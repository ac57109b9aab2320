import type { Checkout } from '../checkout.ts';
import type { OnState } from '../driver.ts';
import { isAlive } from '../process/identity.ts';
import { perService, serviceNames, type ServiceName } from '../services.ts';
import type { StackState, StartFailure } from '../state/stack-state.ts';
import { removeState, writeState } from '../state/write-state.ts';
import { ContainerFailure, HealthWait } from './await-healthy.ts';
import { Board } from './board.ts';
import { choosePorts } from './choose-ports.ts';
import { endStrayRuns, runCompose, type ComposeResult } from './compose-process.ts';
import { isActive } from './container-state.ts';
import { inspectContainers, type Container } from './containers.ts';
import { requireEngine } from './engine.ts';
import { dockerFailure } from './known-failures.ts';
import { ensureProject, refuseOthers } from './project.ts';
import { recordedState } from './running-state.ts';
import { takeTurn } from './turn.ts';
import { OutputReader, type ServiceNews } from './up-output.ts';

/** Images are fetched and built in it. */
const upDeadlineMs = 20 * 60_000;

/** What may pass when it is tried again: a port that another took first, a container that another start left. */
const passing = /port is already allocated|address already in use|is already in use by container|No such container/i;
const maxAttempts = 3;

function activeServices(containers: readonly Container[]): ServiceName[] {
  return serviceNames.filter((name) => containers.some((each) => each.service === name && isActive(each)));
}

/** One start of the stack, from the first question to the engine to the last service's health. */
class Start {
  readonly #checkout: Checkout;
  readonly #project: string;
  readonly #board: Board;
  readonly #signal: AbortSignal;

  constructor(checkout: Checkout, project: string, board: Board, signal: AbortSignal) {
    this.#checkout = checkout;
    this.#project = project;
    this.#board = board;
    this.#signal = signal;
  }

  async run(): Promise<StackState> {
    await endStrayRuns(this.#checkout);
    const before = await inspectContainers(this.#project);
    refuseOthers(this.#checkout, this.#project, before);
    const kept = this.#ranBefore(before);
    // Those that have ended are about to be started, whatever they ended by.
    this.#board.see(before.filter(({ service }) => kept.some((name) => name === service)));
    if (this.#board.isUp) this.#board.phase = 'up';
    writeState(this.#checkout, this.#board.publish());
    try {
      await this.#up(before);
      const wait = new HealthWait(this.#project, this.#board);
      await wait.containers(this.#signal);
      await wait.report(this.#signal);
      this.#board.phase = 'up';
      const state = this.#board.publish();
      writeState(this.#checkout, state);
      return state;
    } catch (error) {
      await this.#takeBack(kept);
      this.#signal.throwIfAborted();
      if (error instanceof ContainerFailure) return this.#failed(error.failure);
      throw error;
    }
  }

  /** What runs, less what a start that was killed has begun: that belongs to nobody, and is as good as this one's. */
  #ranBefore(before: readonly Container[]): ServiceName[] {
    const last = recordedState(this.#checkout);
    const wasKilled = last?.phase === 'starting' && !isAlive(last.supervisor);
    return activeServices(before).filter((name) => !wasKilled || last.services[name].phase !== 'waiting');
  }

  async #up(before: readonly Container[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#upOnce(before);
      this.#signal.throwIfAborted();
      if (result.ok) return;
      if (attempt === maxAttempts || !passing.test(result.output)) throw this.#explain(result);
    }
  }

  async #upOnce(before: readonly Container[]): Promise<ComposeResult> {
    const chosen = await choosePorts(this.#checkout, before);
    try {
      this.#board.address(
        perService((name) => {
          const { port, wanted, holder } = chosen.ports[name];
          return holder ? { port, wantedPort: wanted, portHolder: holder } : { port };
        }),
      );
      this.#board.publish();
      const reader = new OutputReader();
      return await runCompose(this.#checkout, this.#project, ['up', '--detach'], {
        environment: chosen.environment,
        deadlineMs: upDeadlineMs,
        signal: this.#signal,
        onLine: (line) => this.#hear(reader.read(line)),
      });
    } finally {
      chosen.release();
    }
  }

  #hear(news: ServiceNews | undefined): void {
    if (!news) return;
    this.#board.phase = 'starting';
    this.#board.hear(news);
    this.#board.publish();
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
    if (kept.length === 0) removeState(this.#checkout);
    else writeState(this.#checkout, { ...this.#board.state, phase: 'up' });
  }

  #failed(failure: StartFailure): StackState {
    this.#board.phase = 'failed';
    return { ...this.#board.publish(), failure };
  }
}

/**
 * Starts what does not run and waits for it; see `StackDriver.start`.
 * @throws StackError
 */
export async function startContainers(checkout: Checkout, onState: OnState, signal: AbortSignal): Promise<StackState> {
  await requireEngine();
  const project = await ensureProject(checkout);
  const board = new Board(checkout, onState);
  const turn = await takeTurn(
    checkout,
    () => {
      board.say('Another command changes this stack; waiting for it');
      board.publish();
    },
    signal,
  );
  try {
    board.say(undefined);
    return await new Start(checkout, project, board, signal).run();
  } finally {
    turn.release();
  }
}
