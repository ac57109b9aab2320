import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from './port-of.ts';

/**
 * A TCP proxy on loopback whose target can be changed, and which can be shut: a service that is there, is another one,
 * or is gone.
 */
export class Gate {
  #server: Server | null = null;
  #port = 0;
  #target: { host: string; port: number } | null = null;
  readonly #sockets = new Set<Socket>();

  static async open(target?: URL): Promise<Gate> {
    const gate = new Gate();
    if (target) gate.lead({ host: target.hostname, port: Number(target.port) });
    await gate.open();
    return gate;
  }

  get port(): number {
    return this.#port;
  }

  /** Leads new connections elsewhere, and ends those that are open. */
  lead(target: { host?: string; port: number }): void {
    this.#target = { host: target.host ?? '127.0.0.1', port: target.port };
    this.cut();
  }

  /** Listens, on the same port as before. */
  async open(): Promise<void> {
    if (this.#server) return;
    this.#server = createServer((socket) => this.#join(socket));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = portOf(this.#server);
  }

  /** Refuses new connections and ends those that are open. */
  async shut(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    server.close();
    this.cut();
    await once(server, 'close');
  }

  /** Ends the open connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    if (!this.#target) {
      near.destroy();
      return;
    }
    const far = connect(this.#target);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
