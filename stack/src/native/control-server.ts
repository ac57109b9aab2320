import { chmodSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LineSplitter } from '../logs/line-splitter.ts';
import type { StackState } from '../state/stack-state.ts';
import { parseCommand, type Command } from './protocol.ts';

/** A reader that leaves this much unread is stopped or dead. */
const maxUnread = 1_000_000;

/** The supervisor's socket: hands out the state and takes commands. */
export class ControlServer {
  readonly #path: string;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #onCommand: (command: Command, client: object) => void;
  readonly #onLeave: (client: object) => void;
  #last = '';

  /**
   * @param path of the socket, relative to the working directory
   * @param onLeave called when a client is gone
   */
  constructor(path: string, onCommand: (command: Command, client: object) => void, onLeave: (client: object) => void) {
    this.#path = path;
    this.#onCommand = onCommand;
    this.#onLeave = onLeave;
    this.#server = createServer((socket) => this.#welcome(socket));
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

  /** Lets no one in any more, and parts from all when they have read the last state, or after a second. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.end();
    await Promise.race([closed, sleep(1_000)]);
  }

  #welcome(socket: Socket): void {
    this.#clients.add(socket);
    const lines = new LineSplitter((line) => {
      const command = parseCommand(line);
      if (command) this.#onCommand(command, socket);
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
