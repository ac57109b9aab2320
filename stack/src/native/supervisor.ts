import { flushCompileCache } from 'node:module';
import type { Checkout } from '../checkout.ts';
import { thisCheckout } from '../checkout.ts';
import { messageOf } from '../errors.ts';
import { excerpt } from '../logs/excerpt.ts';
import { identify, type ProcessIdentity } from '../process/identity.ts';
import { perService } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackPhase, StackState, StartFailure } from '../state/stack-state.ts';
import { removeState, writeState } from '../state/write-state.ts';
import { ControlServer } from './control-server.ts';
import { tryLock } from './lock.ts';
import { NativeStack, ServiceFailure } from './native-stack.ts';
import { Owners } from './owners.ts';
import { alreadyRunning, type Command } from './protocol.ts';
import { recordedProcesses } from './recorded-processes.ts';
import { endStrays } from './strays.ts';

const explain = (error: unknown): Pick<StartFailure, 'message' | 'fix'> => ({
  message: messageOf(error),
  fix: error instanceof StackError ? error.fix : [],
});

function failureOf(error: unknown): StartFailure {
  if (!(error instanceof ServiceFailure)) return { ...explain(error), excerpt: [] };
  const { definition, log } = error.service;
  return { service: definition.name, ...explain(error.cause), excerpt: excerpt(log.recent()), log: log.path };
}

/** The process that owns the services of a checkout, from `make dev` to `make down`. */
class Supervisor {
  readonly #checkout: Checkout;
  readonly #startedAt = new Date().toISOString();
  readonly #identity: ProcessIdentity;
  readonly #control: ControlServer;
  readonly #owners = new Owners(() => this.#abandon());
  readonly #stopping = new AbortController();
  #phase: StackPhase = 'starting';
  #message: string | undefined;
  #failure: StartFailure | undefined;
  #stack: NativeStack | undefined;
  #stopped: Promise<void> | undefined;

  constructor(checkout: Checkout) {
    this.#checkout = checkout;
    const identity = identify(process.pid);
    if (!identity) throw new Error('This system does not tell about its processes');
    this.#identity = identity;
    this.#control = new ControlServer(
      checkout.socket,
      (command, client) => this.#obey(command, client),
      (client) => this.#owners.remove(client),
    );
  }

  async run(): Promise<void> {
    this.#adoptStarter();
    await this.#control.listen();
    try {
      await this.#start();
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#failure = failureOf(error);
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
    const strays = await endStrays(this.#checkout, recorded);
    if (strays > 0) this.#say(`ended ${strays} left over from a stack that crashed`);
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
    this.#owners.add(starter);
    process.stdin.once('close', () => this.#owners.remove(starter)).on('error', () => undefined);
    process.stdin.resume();
  }

  #obey(command: Command, client: object): void {
    if (command.do === 'stop') void this.stop();
    else if (command.do === 'restart') void this.#stack?.restart(command.service);
    else if (this.#phase === 'starting') this.#owners.add(client);
    else if (this.#phase === 'up') void this.#stack?.startFailed();
  }

  #say(message: string): void {
    this.#message = message;
    this.#publish();
  }

  #publish(): void {
    const now = new Date().toISOString();
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
      ...(this.#failure ? { failure: this.#failure } : {}),
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
