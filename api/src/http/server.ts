import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { problemMediaType } from '@app/contract/problem';
import type { Logger } from 'pino';
import { announcesTooMuch } from './body.ts';
import { newRequestId } from './request.ts';

/** How long connections may take, in milliseconds. */
export interface ServerTimeouts {
  /** An idle connection lives longer than in a load balancer (60 s), which would else send into a closing one. */
  readonly keepAliveMs: number;
  /** From the first byte of a request, or of the connection, to the end of the headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number;
  /** How often the two above are looked after. */
  readonly checkMs: number;
}

export const serverTimeouts: ServerTimeouts = {
  keepAliveMs: 65_000,
  headersMs: 66_000,
  requestMs: 75_000,
  checkMs: 2_000,
};

const explanations: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is taken by another process: stop that, or set PORT to a free one (0 takes any).`,
  EACCES: (host, port) => `This user may not listen on port ${port} of ${host}: set PORT to 1024 or higher.`,
  EADDRNOTAVAIL: (host) => `This machine does not have the address ${host}: set HOST to one of its own, or 0.0.0.0.`,
  ENOTFOUND: (host) => `The name ${host} does not resolve: set HOST to an address of this machine, or 0.0.0.0.`,
};

/** Why the server cannot listen, and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(cause: NodeJS.ErrnoException, host: string, port: number) {
    const explain = explanations[cause.code ?? ''];
    super(
      explain ? `${explain(host, port)} (${cause.code})` : `Cannot listen on port ${port} of ${host}: ${cause.message}`,
      { cause },
    );
  }
}

/** Statuses for what Node's parser refuses before there is a request; all else is 400. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const details: Readonly<Record<number, string>> = {
  400: 'This is not a request of HTTP/1.1',
  408: 'The request did not arrive in time',
  413: 'The extensions of a chunk are too large',
  431: 'The headers are larger than 16 kB',
};

interface ClientErrorAnswer {
  readonly id: string;
  readonly status: number;
}

/**
 * Answers bytes that are no request with a problem, and closes the connection.
 * @param error the error of the server's event `clientError`
 * @returns what was answered; undefined when there is nobody to answer any more
 */
function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): ClientErrorAnswer | undefined {
  if (!socket.writable || error.code === 'ECONNRESET' || error.code === 'EPIPE') {
    socket.destroy();
    return undefined;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  const id = newRequestId();
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: details[status],
    id,
  });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  return { id, status };
}

const pollMs = 5;

/** The answer that a connection is at; let go of once it is sent, so that the collector finds it young. */
const answer = Symbol('answer');

type HttpSocket = Socket & { [answer]?: ServerResponse | undefined };

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
    const setOpen = (change: number): void => {
      this.#open += change;
    };
    // One function for all requests; their number, and not themselves, because keeping hold of each made it outlive
    // the collector's young generation, at a third of the throughput.
    function onClose(this: ServerResponse): void {
      setOpen(-1);
      const socket: HttpSocket = this.req.socket;
      if (socket[answer] === this) socket[answer] = undefined;
    }
    const serve = (req: IncomingMessage, res: ServerResponse): void => {
      setOpen(1);
      res.on('close', onClose);
      const socket: HttpSocket = req.socket;
      if (res.socket === null) this.#pipelining.add(socket);
      socket[answer] = res;
      if (this.#draining) res.setHeader('Connection', 'close');
      listener(req, res);
    };
    this.#server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('request', serve);
    this.#server.on('checkContinue', (req, res) => {
      // Who asks first is spared sending what would be refused.
      if (!announcesTooMuch(req)) res.writeContinue();
      serve(req, res);
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const refusal = answerClientError(error, socket);
      if (refusal) log.info({ ...refusal, reason: error.code }, 'Refused an invalid request');
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
      const current = socket[answer];
      // A later request of the same connection would lose its answer.
      if (this.#pipelining.has(socket) || !current || current.headersSent) continue;
      current.setHeader('Connection', 'close');
    }
  }

  /** Cuts what is still open. */
  cut(): void {
    if (this.#open > 0) this.#log.warn({ requests: this.#open }, 'Cutting off requests that are not answered yet');
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
