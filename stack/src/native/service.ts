import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import { excerpt } from '../logs/excerpt.ts';
import type { ServiceLog } from '../logs/service-log.ts';
import { until } from '../process/until.ts';
import { StackError } from '../stack-error.ts';
import type { ServicePhase, ServiceState } from '../state/stack-state.ts';
import { backOff, maxAttempts } from './back-off.ts';
import { Child } from './child.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** A service that lived this long is not in a loop of crashes. */
const settledMs = 30_000;

type Details = Partial<Pick<ServiceState, 'message' | 'fix'>>;

/** Runs one service: starts it, starts it again when it dies, and stops it. */
export class Service {
  readonly definition: ServiceDefinition;
  readonly log: ServiceLog;
  readonly #onChange: () => void;
  #state: ServiceState;
  #child: Child | undefined;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    definition: ServiceDefinition,
    log: ServiceLog,
    address: Pick<ServiceState, 'port' | 'wantedPort' | 'portHolder'>,
    onChange: () => void,
  ) {
    this.definition = definition;
    this.log = log;
    this.#onChange = onChange;
    this.#state = { phase: 'waiting', since: new Date().toISOString(), starts: 0, ...address };
  }

  get state(): ServiceState {
    return this.#state;
  }

  /**
   * Starts it and waits until it is ready.
   * @throws StackError saying why it is not; then nothing of it runs
   */
  start(): Promise<void> {
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    const started = this.#startOnce(signal);
    this.#running = started.then(
      () => this.#watch(signal),
      () => undefined,
    );
    return started;
  }

  /** Stops it, whatever it is doing, and waits until nothing of it runs. */
  async stop(): Promise<void> {
    this.#stopping.abort(new StackError(`The ${this.definition.name} was stopped`));
    if (this.#child) this.#enter('stopping');
    await this.#endChild();
    await this.#running;
    if (this.#state.phase !== 'failed') this.#enter('stopped');
  }

  async #startOnce(signal: AbortSignal): Promise<void> {
    try {
      await this.#launch(signal);
    } catch (error) {
      await this.#endChild();
      if (!signal.aborted) this.#fail(error);
      throw error;
    }
  }

  #enter(phase: ServicePhase, details: Details = {}): void {
    const { message: _message, fix: _fix, process: _process, ...kept } = this.#state;
    const identity = this.#child?.identity;
    this.#state = {
      ...kept,
      phase,
      since: new Date().toISOString(),
      ...(identity ? { process: identity } : {}),
      ...details,
    };
    this.#onChange();
  }

  #fail(error: unknown): void {
    const fix = error instanceof StackError ? error.fix : [];
    this.log.note(`gave up: ${messageOf(error)}`);
    this.#enter('failed', { message: messageOf(error), fix });
  }

  async #launch(signal: AbortSignal): Promise<void> {
    const { definition, log } = this;
    log.beginRun();
    this.#enter('preparing');
    const launch = await definition.prepare((message) => {
      log.note(message);
      this.#enter('preparing', { message });
    }, signal);
    signal.throwIfAborted();
    const crashed = new AbortController();
    const child = new Child(launch, (line) => {
      log.add(line);
      if (definition.crashed?.test(line)) crashed.abort('it crashed');
    });
    this.#child = child;
    this.#state = { ...this.#state, program: launch.program, starts: this.#state.starts + 1 };
    this.#enter('starting');
    await this.#untilReady(AbortSignal.any([signal, child.ended, crashed.signal]), signal);
    this.#enter('up');
  }

  async #untilReady(cancelled: AbortSignal, stopping: AbortSignal): Promise<void> {
    const { name, readyWithinMs } = this.definition;
    const ready = await until(() => this.definition.isReady(), {
      deadlineMs: readyWithinMs,
      everyMs: 25,
      signal: cancelled,
    }).catch(() => false);
    stopping.throwIfAborted();
    if (ready && !cancelled.aborted) return;
    const why = cancelled.aborted ? String(cancelled.reason) : `not ready within ${readyWithinMs / 1_000} s`;
    throw this.#failure(`The ${name} did not start: ${why}`);
  }

  #failure(message: string): StackError {
    return new StackError(message, { fix: this.definition.fixFor(excerpt(this.log.recent()).join('\n')) });
  }

  async #endChild(): Promise<void> {
    const child = this.#child;
    await child?.end(this.definition.ending);
    if (this.#child === child) this.#child = undefined;
  }

  /** Follows a service that is up; starts it again each time it ends. */
  async #watch(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const upSince = performance.now();
      const ending = await this.#ending(signal);
      if (signal.aborted) return;
      if (performance.now() - upSince > settledMs) failures = 0;
      await this.#endChild();
      const recovered = await this.#recover(ending, failures, signal);
      if (!recovered) return;
      failures = recovered.failures;
    }
  }

  /** Waits for the end of the program. */
  async #ending(signal: AbortSignal): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const either = AbortSignal.any([signal, this.#child?.ended ?? signal]);
    if (either.aborted) resolve();
    else either.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    return String(either.reason);
  }

  async #recover(ending: string, earlier: number, signal: AbortSignal): Promise<{ failures: number } | undefined> {
    let why = ending;
    for (let failures = earlier; !signal.aborted; failures += 1) {
      if (failures >= maxAttempts) {
        this.#fail(this.#failure(`The ${this.definition.name} ended ${failures} times, at last by: ${why}`));
        return undefined;
      }
      this.log.note(`ended (${why}); starting it again`);
      this.#enter('restarting', { message: why });
      try {
        await sleep(backOff(failures), undefined, { signal });
        await this.#launch(signal);
        return { failures: failures + 1 };
      } catch (error) {
        await this.#endChild();
        why = messageOf(error);
      }
    }
    return undefined;
  }
}
