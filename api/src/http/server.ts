import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { answerClientError } from './client-error.ts';
import { ListenError } from './listen-error.ts';
import type { ServerTimeouts } from './server-timeouts.ts';

const pollMs = 5;

/** Node keeps the answer that a connection is at here, which costs nothing; there is no public way to ask for it. */
type HttpSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/** An HTTP server that can stop without failing a request it has accepted. */
export class HttpServer {
  readonly #server: Server;
  readonly #log: Logger;
  readonly #connections = new Set<HttpSocket>();
  /** Connections that have brought a request before the one before it was answered. */
  readonly #pipelining = new WeakSet<HttpSocket>();
  #open = 0;
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
    this.#log = log;
    // One function for all requests; their number, and not themselves, because keeping hold of each made it outlive
    // the collector's young generation, at a third of the throughput.
    const onClose = (): void => {
      this.#open -= 1;
    };
    this.#server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('request', (req, res) => {
      this.#open += 1;
      res.on('close', onClose);
      if (res.socket === null) this.#pipelining.add(req.socket);
      if (this.#draining) res.setHeader('Connection', 'close');
      listener(req, res);
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
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

  /** Number of requests that are not answered completely. */
  get openRequests(): number {
    return this.#open;
  }

  /**
   * Takes no connection any more, ends each open one after its next answer, and waits for the answers: until there was
   * nothing to do for a while.
   * @param quietMs how long a connection that was kept alive may take to bring its next request
   * @param endless number of open requests that are not waited for
   */
  async drain(quietMs: number, endless: () => number): Promise<void> {
    if (!this.#draining) {
      this.#draining = true;
      // Not `http.Server.close`: that also cuts idle connections, on which a request may just be arriving.
      NetServer.prototype.close.call(this.#server);
      this.#endAfterAnswers();
    }
    // In turns, each of which reads what has come. By the clock, a process that was denied its CPU for as long would cut
    // connections with requests on them that it has not read.
    let quietTurns = 0;
    while (quietTurns * pollMs < quietMs || this.#open > endless()) {
      await delay(pollMs);
      quietTurns = this.#open > endless() ? 0 : quietTurns + 1;
    }
  }

  /** Lets the answers under way say that they are the last of their connections. */
  #endAfterAnswers(): void {
    for (const socket of this.#connections) {
      const { _httpMessage: answer } = socket;
      // A later request of the same connection would lose its answer.
      if (this.#pipelining.has(socket) || !answer || answer.headersSent) continue;
      answer.setHeader('Connection', 'close');
    }
  }

  /** Cuts what is still open. */
  cut(): void {
    if (this.#open > 0) this.#log.warn({ requests: this.#open }, 'Cutting off requests that are not answered yet');
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
