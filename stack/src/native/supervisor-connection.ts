import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { LineSplitter } from '../logs/line-splitter.ts';
import { parseState } from '../state/read-state.ts';
import type { StackState } from '../state/stack-state.ts';
import type { Command } from './protocol.ts';

/** A client's end of the supervisor's socket. */
export class SupervisorConnection {
  readonly #socket: Socket;
  readonly #states: StackState[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const lines = new LineSplitter((line) => {
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
