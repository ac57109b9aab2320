import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import timers from 'node:timers/promises';

/** One connection through the proxy, in both directions. */
interface Link {
  readonly near: Socket;
  far: Socket | undefined;
}

/**
 * A TCP proxy on loopback that stands between a client and a service and fails as networks and machines do.
 * It starts in the mode `pass`.
 */
export class FaultProxy {
  readonly #target: URL;
  readonly #links = new Set<Link>();
  #server: Server | undefined;
  #port = 0;
  #hung = false;
  #delayMs = 0;

  private constructor(target: URL) {
    this.#target = target;
  }

  /** @param target URL of the service, as its client would take it */
  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target));
    await proxy.#listen();
    return proxy;
  }

  /** The target's URL, by way of this proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  /** Number of connections that clients have open. */
  get connections(): number {
    return this.#links.size;
  }

  /** Forwards everything, also what was held back. */
  async pass(): Promise<void> {
    this.#delayMs = 0;
    this.#hung = false;
    for (const link of this.#links) this.#resume(link);
    if (!this.#server) await this.#listen();
  }

  /** Refuses new connections and cuts the open ones, like a service that is not running. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    this.cutAll();
    await closed;
  }

  /** Accepts and holds connections, but forwards nothing, like a service that is paused. */
  hang(): void {
    this.#hung = true;
    for (const { near, far } of this.#links) {
      near.pause();
      far?.pause();
    }
  }

  /** Forwards everything so many milliseconds later, in each direction. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Cuts every open connection, like a service that crashes and is back at once. */
  cutAll(): void {
    for (const { near, far } of this.#links) {
      near.resetAndDestroy();
      far?.destroy();
    }
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  async #listen(): Promise<void> {
    const server = createServer((near) => this.#accept(near)).listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#server = server;
  }

  #accept(near: Socket): void {
    const link: Link = { near, far: undefined };
    this.#links.add(link);
    near.on('error', () => {});
    near.once('close', () => {
      this.#links.delete(link);
      link.far?.destroy();
    });
    if (this.#hung) near.pause();
    else this.#resume(link);
  }

  #resume(link: Link): void {
    if (!link.far) {
      const far = connect({ host: this.#target.hostname, port: Number(this.#target.port) });
      link.far = far;
      far.on('error', () => {});
      far.once('close', () => link.near.destroy());
      this.#forward(link.near, far);
      this.#forward(far, link.near);
    }
    link.near.resume();
    link.far.resume();
  }

  #forward(from: Socket, to: Socket): void {
    let previous = Promise.resolve();
    const inOrder = (action: () => void): void => {
      const due = this.#delayMs > 0 ? timers.setTimeout(this.#delayMs, undefined, { ref: false }) : undefined;
      if (!due) return void (previous = previous.then(action));
      previous = Promise.all([previous, due]).then(action);
    };
    from.on('data', (chunk) => inOrder(() => to.write(chunk)));
    from.on('end', () => inOrder(() => to.end()));
  }
}
