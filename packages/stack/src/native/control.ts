import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LineSplitter } from '../logs/log-line.ts';
import { isServiceName, type ServiceName } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { parseState } from '../state/state-file.ts';

/**
 * What a client asks of the supervisor, as a line of JSON on its socket. Every client gets the whole state as a line of
 * JSON at once and on each change.
 */
export type Command =
  /** Start what does not run; as long as the stack is not up, it is wanted by those who said this. */
  { readonly do: 'start' } | { readonly do: 'stop' } | { readonly do: 'restart'; readonly service: ServiceName };

/** What the supervisor answers to each command, once the states that follow are those of after it. */
const handledLine = '{"handled":true}';

/** @returns undefined for anything else */
export function parseCommand(line: string): Command | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('do' in value)) return undefined;
  if (value.do === 'start' || value.do === 'stop') return { do: value.do };
  if (value.do !== 'restart' || !('service' in value) || typeof value.service !== 'string') return undefined;
  return isServiceName(value.service) ? { do: 'restart', service: value.service } : undefined;
}

/** Exit code of a supervisor that found another one running: `EX_TEMPFAIL` of sysexits(3). */
export const alreadyRunning = 75;

/** A reader that leaves this much unread is stopped or dead. */
const maxUnread = 1_000_000;

/** The supervisor's socket: hands out the state and takes commands. */
export class ControlServer {
  readonly #path: string;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #onCommand: (command: Command, client: object) => void;
  readonly #onLeave: (client: object) => void;
  readonly #met = Promise.withResolvers<void>();
  #last = '';

  /**
   * @param path of the socket, relative to the working directory
   * @param onLeave called when a client is gone
   */
  constructor(path: string, onCommand: (command: Command, client: object) => void, onLeave: (client: object) => void) {
    this.#path = path;
    this.#onCommand = onCommand;
    this.#onLeave = onLeave;
    this.#server = createServer((socket) => this.#handleConnection(socket));
  }

  /** The holder of the lock may replace the socket of a predecessor. */
  listen(): Promise<void> {
    rmSync(this.#path, { force: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(this.#path, () => {
      chmodSync(this.#path, 0o600);
      resolve();
    });
    return promise;
  }

  broadcast(state: StackState): void {
    this.#last = `${JSON.stringify(state)}\n`;
    for (const client of this.#clients) this.#send(client);
  }

  /**
   * Lets no one in any more, and parts from all when they have read the last state, or after a second. Who started the
   * supervisor may still be about to come, and is told why it fails: the first client is waited for, for two seconds.
   */
  async close(): Promise<void> {
    await Promise.race([this.#met.promise, sleep(2_000)]);
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.end();
    await Promise.race([closed, sleep(1_000)]);
  }

  #handleConnection(socket: Socket): void {
    this.#clients.add(socket);
    this.#met.resolve();
    const lines = new LineSplitter((line) => {
      const command = parseCommand(line);
      if (!command) return;
      this.#onCommand(command, socket);
      socket.write(`${handledLine}\n`);
      this.#send(socket);
    });
    socket.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#clients.delete(socket);
      this.#onLeave(socket);
    });
    this.#send(socket);
  }

  #send(client: Socket): void {
    if (client.writableLength > maxUnread) client.destroy();
    else if (this.#last !== '') client.write(this.#last);
  }
}

const handledMs = 3_000;

/** A client's end of the supervisor's socket. */
export class SupervisorConnection {
  readonly #socket: Socket;
  readonly #states: StackState[] = [];
  #handled = Promise.withResolvers<void>();
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const lines = new LineSplitter((line) => {
      if (line === handledLine) {
        this.#states.length = 0;
        this.#handled.resolve();
      }
      const state = parseState(line);
      if (state) this.#states.push(state);
      this.#wake();
    });
    socket.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#wake());
  }

  /**
   * @param path of the socket, relative to the working directory
   * @returns undefined when no supervisor listens there
   */
  static async open(path: string): Promise<SupervisorConnection | undefined> {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      return new SupervisorConnection(socket);
    } catch {
      return undefined;
    }
  }

  send(command: Command): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(command)}\n`);
  }

  /**
   * Sends a command, and waits until it is taken up: the states that are read from then on are those of after it. One of an
   * older version does not say so, and is believed after a while.
   */
  async command(command: Command): Promise<void> {
    this.#handled = Promise.withResolvers<void>();
    this.send(command);
    const closed = once(this.#socket, 'close').catch(() => undefined);
    await Promise.race([this.#handled.promise, closed, sleep(handledMs, undefined, { ref: false })]);
  }

  /**
   * Each state as it comes, until the supervisor closes the connection.
   * @param silentMs how long it may say nothing; then the iteration ends too
   */
  async *states(silentMs = Infinity): AsyncGenerator<StackState> {
    for (;;) {
      const next = this.#states.shift();
      if (next) yield next;
      else if (this.#socket.closed || !(await this.#something(silentMs))) return;
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  async #something(withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#wake = () => resolve(true);
    const timer = withinMs === Infinity ? undefined : setTimeout(() => resolve(false), withinMs);
    const woken = await promise;
    clearTimeout(timer);
    return woken;
  }
}
