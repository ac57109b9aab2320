import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '@zero-to-running/health/client/back-off';
import { messageOf } from '../errors.ts';
import { excerpt } from '../logs/excerpt.ts';
import type { ServiceLog } from '../logs/log-file.ts';
import { until } from '../process/wait.ts';
import { StackError } from '../stack-error.ts';
import type { ServicePhase, ServiceState, StartFailure } from '../state/stack-state.ts';
import { Child } from './child.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** A service that lived this long is not in a loop of crashes. */
const settledMs = 30_000;

/** How often a service is started again without coming up, before it is given up. */
const maxAttempts = 8;

const restartDelay = { baseMs: 150, capMs: 5_000 };

/** What a program printed last is still on its way when it is said to have ended. */
const lastWordsMs = 20;

/** Its launcher waits for that. */
const savedFix = ['Fix what the log reports. It starts again when you save.'];

const notReady = (withinMs: number) => `not ready within ${withinMs / 1_000} s`;

type Details = Partial<Pick<ServiceState, 'message' | 'fix' | 'excerpt'>>;

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

  /** Why it failed, with what its log says. */
  get failure(): StartFailure {
    const { definition, log } = this;
    const { message = `The ${definition.name} does not run`, fix = [] } = this.#state;
    return { service: definition.name, message, fix, excerpt: excerpt(log.recent()), log: log.path };
  }

  #excerpt(): Details {
    const lines = excerpt(this.log.recent());
    return lines.length > 0 ? { excerpt: lines } : {};
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

  /** Stops it and starts it again; its state says how that went. At once it is neither up nor failed any more. */
  async restart(): Promise<void> {
    this.#enter('stopping');
    await this.stop();
    await this.start().catch(() => undefined);
  }

  async #startOnce(signal: AbortSignal): Promise<void> {
    try {
      await this.#launch(signal);
    } catch (error) {
      await this.#endChild();
      const cause = signal.aborted ? undefined : await this.definition.cause?.();
      if (!signal.aborted) this.#fail(cause ?? error);
      throw cause ?? error;
    }
  }

  #enter(phase: ServicePhase, details: Details = {}): void {
    const { message: _message, fix: _fix, excerpt: _excerpt, process: _process, ...kept } = this.#state;
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
    this.#enter('failed', { message: messageOf(error), fix, ...this.#excerpt() });
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
    const child = new Child(launch, (line) => this.#onLine(line, crashed, signal));
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
    const why = cancelled.aborted ? String(cancelled.reason) : notReady(readyWithinMs);
    throw this.#failure(`The ${name} did not start: ${why}`);
  }

  /** What the program says of what it watches over: while that starts, and for as long as it is up. */
  #onLine(line: string, crashed: AbortController, stopping: AbortSignal): void {
    this.log.add(line);
    const { name } = this.definition;
    const how = this.definition.crashed?.exec(line);
    const why = this.definition.restarting?.exec(line)?.[1];
    if (!how && why === undefined) return;
    // What the crashed program itself printed last comes by another pipe.
    setTimeout(() => {
      const isStarting = this.#state.phase === 'starting';
      if (stopping.aborted || !this.#child) return;
      if (how && isStarting) crashed.abort(how[1] ? `it crashed (${how[1]})` : 'it crashed');
      else if (how) void this.#failCrashed(`The ${name} crashed (${how[1] ?? 'of itself'})`, stopping);
      else if (why !== undefined && !isStarting) void this.#followRestart(why, stopping);
    }, lastWordsMs);
  }

  /** Says that what it watches over crashed; and why, where that is not in itself, as soon as that is known. */
  async #failCrashed(message: string, stopping: AbortSignal): Promise<void> {
    this.#fail(this.#failure(message, savedFix));
    const entered = this.#state;
    const cause = await this.definition.cause?.();
    if (cause && !stopping.aborted && this.#state === entered) this.#fail(cause);
  }

  /** The program starts again by itself what it watches over: it is up when that is ready. */
  async #followRestart(why: string, stopping: AbortSignal): Promise<void> {
    const { readyWithinMs } = this.definition;
    const isCrash = why.startsWith('crashed');
    const details = isCrash ? { message: why, ...this.#excerpt() } : { message: why };
    this.#state = { ...this.#state, starts: this.#state.starts + Number(isCrash) };
    if (isCrash) this.log.note(why);
    this.log.beginRun();
    this.#enter('restarting', details);
    const entered = this.#state;
    // Whatever else happens meanwhile takes over.
    const isOver = () => stopping.aborted || this.#state !== entered;
    const isReady = async () => isOver() || this.definition.isReady();
    const ready = await until(isReady, { deadlineMs: readyWithinMs, everyMs: 50 });
    if (isOver()) return;
    if (ready) this.#enter('up');
    else this.#fail(this.#failure(`The ${this.definition.name} did not restart: ${notReady(readyWithinMs)}`));
  }

  #failure(message: string, instead?: readonly string[]): StackError {
    const known = this.definition.fixFor(excerpt(this.log.recent()).join('\n'));
    return new StackError(message, { fix: instead ?? known });
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
        const cause = await this.definition.cause?.();
        this.#fail(cause ?? this.#failure(`The ${this.definition.name} ended ${failures} times, at last by: ${why}`));
        return undefined;
      }
      this.log.note(`ended (${why}); starting it again`);
      this.#enter('restarting', { message: why, ...this.#excerpt() });
      try {
        await sleep(backOffMs(failures + 1, restartDelay), undefined, { signal });
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
