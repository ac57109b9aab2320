import { flushCompileCache } from 'node:module';
import { type Checkout, thisCheckout } from '../checkout.ts';
import { messageOf } from '../errors.ts';
import { identify, type ProcessIdentity } from '../process/processes.ts';
import { perService } from '../services.ts';
import { isStackError, StackError } from '../stack-error.ts';
import type { StackPhase, StackState, StartFailure } from '../state/stack-state.ts';
import { recordedProcesses, removeState, writeState } from '../state/state-file.ts';
import { alreadyRunning, type Command, ControlServer } from './control.ts';
import { tryLock } from '../process/lock.ts';
import { NativeStack, ServiceFailure } from './native-stack.ts';
import { killOrphanedProcesses } from './orphans.ts';

/**
 * Those who wait for the stack to be up. While it is not, and the last of them is gone, it is not wanted any more: so
 * nothing stays half-started, in whatever way `make dev` was interrupted.
 */
class ClientLeases {
  readonly #holders = new Set<object>();
  readonly #onAbandoned: () => void;

  constructor(onAbandoned: () => void) {
    this.#onAbandoned = onAbandoned;
  }

  add(holder: object): void {
    this.#holders.add(holder);
  }

  remove(holder: object): void {
    if (this.#holders.delete(holder) && this.#holders.size === 0) this.#onAbandoned();
  }
}

const explain = (error: unknown): Pick<StartFailure, 'message' | 'fix'> => ({
  message: messageOf(error),
  fix: error instanceof StackError ? error.fix : [],
});

function failureOf(error: unknown): StartFailure {
  if (!(error instanceof ServiceFailure)) return { ...explain(error), excerpt: [] };
  return { ...error.service.failure, ...explain(error.cause) };
}

/** The process that owns the services of a checkout, from `make dev` to `make down`. */
class Supervisor {
  readonly #checkout: Checkout;
  readonly #startedAt = new Date().toISOString();
  readonly #identity: ProcessIdentity;
  readonly #control: ControlServer;
  readonly #leases = new ClientLeases(() => this.#abandon());
  readonly #stopping = new AbortController();
  #phase: StackPhase = 'starting';
  #message: string | undefined;
  #failure: StartFailure | undefined;
  #stack: NativeStack | undefined;
  #stopped: Promise<void> | undefined;

  constructor(checkout: Checkout) {
    this.#checkout = checkout;
    const identity = identify(process.pid);
    if (!identity) throw new Error('This system does not report its processes');
    this.#identity = identity;
    this.#control = new ControlServer(
      checkout.socket,
      (command, client) => this.#handleCommand(command, client),
      (client) => this.#leases.remove(client),
    );
  }

  async run(): Promise<void> {
    this.#adoptStarter();
    await this.#control.listen();
    try {
      await this.#start();
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#failure = failureOf(error);
      if (this.#staysForData(error)) return;
      await this.stop();
      process.exit(this.#failure ? 1 : 0);
    }
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stopOnce());
  }

  async #start(): Promise<void> {
    const recorded = recordedProcesses(this.#checkout);
    this.#publish();
    const orphans = await killOrphanedProcesses(this.#checkout, recorded);
    if (orphans > 0) this.#announce(`stopped ${orphans} processes left over from a stack that crashed`);
    const stack = await NativeStack.create(this.#checkout, () => this.#publish());
    this.#stack = stack;
    this.#stopping.signal.throwIfAborted();
    await stack.start(this.#stopping.signal);
    this.#stopping.signal.throwIfAborted();
    this.#phase = 'up';
    this.#publish();
    // It is written at the end only, which a killed process does not come to.
    flushCompileCache();
  }

  /** Where the data is what the API refuses, all else stays up, for the verbs that replace the data. */
  #staysForData(error: unknown): boolean {
    const isMismatch = error instanceof ServiceFailure && isStackError(error.cause, 'migrations-mismatch');
    if (!isMismatch || this.#stopping.signal.aborted) return false;
    this.#failure = undefined;
    this.#phase = 'up';
    this.#publish();
    return true;
  }

  async #stopOnce(): Promise<void> {
    this.#stopping.abort(new StackError('The stack was stopped'));
    this.#phase = 'stopping';
    this.#publish();
    await this.#stack?.stop();
    if (this.#failure) {
      this.#phase = 'failed';
      this.#publish();
    }
    removeState(this.#checkout);
    await this.#control.close();
  }

  #abandon(): void {
    if (this.#phase === 'starting') void this.stop();
  }

  /** Whoever started this process holds the other end of its standard input; it closes however that one ends. */
  #adoptStarter(): void {
    const starter = {};
    this.#leases.add(starter);
    process.stdin.once('close', () => this.#leases.remove(starter)).on('error', () => undefined);
    process.stdin.resume();
  }

  #handleCommand(command: Command, client: object): void {
    if (command.do === 'stop') void this.stop();
    else if (command.do === 'restart') void this.#stack?.restart(command.service);
    else if (this.#phase === 'starting') this.#leases.add(client);
    else if (this.#phase === 'up') void this.#stack?.startFailed();
  }

  #announce(message: string): void {
    this.#message = message;
    this.#publish();
  }

  #publish(): void {
    const now = new Date().toISOString();
    const failure = this.#failure ?? (this.#phase === 'up' ? this.#stack?.criticalFailure : undefined);
    const state: StackState = {
      version: 1,
      mode: 'native',
      ...(this.#stack?.name === undefined ? {} : { stack: this.#stack.name }),
      phase: this.#phase,
      ...(this.#message === undefined ? {} : { message: this.#message }),
      startedAt: this.#startedAt,
      supervisor: this.#identity,
      urls: this.#stack?.urls ?? perService(() => ''),
      services: this.#stack?.states ?? perService(() => ({ phase: 'waiting', since: now, port: 0, starts: 0 })),
      ...(failure ? { failure } : {}),
    };
    writeState(this.#checkout, state);
    this.#control.broadcast(state);
  }
}

const lock = tryLock(thisCheckout.lockFile);
if (!lock) process.exit(alreadyRunning);

const supervisor = new Supervisor(thisCheckout);
const end = () => void supervisor.stop().finally(() => process.exit());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
process.on('SIGHUP', () => undefined);
process.on('uncaughtException', (error) => {
  console.error(new Date().toISOString(), error);
  process.exitCode = 1;
  end();
});
await supervisor.run();
