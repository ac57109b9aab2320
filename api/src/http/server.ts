import { EventEmitter, once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { answerClientError } from './client-error.ts';
import { ListenError } from './listen-error.ts';
import type { ServerTimeouts } from './server-timeouts.ts';

/** An HTTP server that can stop without failing a request it has accepted. */
export class HttpServer {
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();
  readonly #events = new EventEmitter<{ answered: [] }>();
  #draining = false;

  constructor(listener: RequestListener, timeouts: ServerTimeouts, log: Logger) {
    this.#server = createServer({
      keepAliveTimeout: timeouts.keepAliveMs,
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      connectionsCheckingInterval: timeouts.checkMs,
      // Refused by the listener, so that this error looks like every other.
      requireHostHeader: false,
    });
    this.#server.on('request', (req, res) => {
      this.#track(res);
      listener(req, res);
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      // An answer that has begun cannot be followed by another one.
      if ([...this.#open].some((res) => res.socket === socket && res.headersSent)) socket.destroy();
      const answer = answerClientError(error, socket);
      if (answer) log.info({ ...answer, reason: error.code }, 'Refused what is not a request');
    });
  }

  /**
   * @returns the port, which the system chose where 0 was asked for
   * @throws ListenError
   */
  async listen(host: string, port: number): Promise<number> {
    try {
      await once(this.#server.listen(port, host), 'listening');
    } catch (error) {
      throw error instanceof Error ? new ListenError(error, host, port) : error;
    }
    const address = this.#server.address();
    return address !== null && typeof address === 'object' ? address.port : port;
  }

  /** Number of requests that have not been answered completely. */
  get openRequests(): number {
    return this.#open.size;
  }

  /**
   * Takes no connection any more, and ends each open one after its next answer.
   * @param graceMs how long open connections may bring another request
   * @param endless number of open requests that are not waited for
   */
  async drain(graceMs: number, endless: () => number): Promise<void> {
    this.#draining = true;
    for (const res of this.#open) this.#closeAfter(res);
    const closed = once(this.#server, 'close');
    // Not `http.Server.close`: that also cuts idle connections, on which a request may just be arriving.
    NetServer.prototype.close.call(this.#server);
    await Promise.race([closed, delay(graceMs)]);
    while (this.#open.size > endless()) await once(this.#events, 'answered');
  }

  /** Cuts what is still open. */
  cut(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #track(res: ServerResponse): void {
    this.#open.add(res);
    if (this.#draining) this.#closeAfter(res);
    res.on('close', () => {
      this.#open.delete(res);
      if (this.#draining) this.#events.emit('answered');
    });
  }

  #closeAfter(res: ServerResponse): void {
    if (!res.headersSent) res.setHeader('Connection', 'close');
  }
}
