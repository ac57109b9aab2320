import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { tasksPath } from '@app/contract/tasks';
import { problemAnswer, send, type FakeAnswer } from './fake-answer.ts';
import { FakeHealth } from './fake-health.ts';
import { FakeTasks, type FakeRequest } from './fake-tasks.ts';
import { portOf } from './port-of.ts';

/** Answers a request in the API's place, or lets it through. */
type Intercept = (request: FakeRequest) => FakeAnswer | undefined;

/** An API in memory that keeps to the contract, for states which are hard to bring a real one into. */
export class FakeApi {
  readonly health = new FakeHealth();
  readonly tasks = new FakeTasks();
  /** Every request below /api, in order. */
  readonly requests: FakeRequest[] = [];
  /** Milliseconds by which answers below /api are late. */
  delayMs = 0;
  intercept: Intercept = () => undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<FakeApi> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeApi(server);
  }

  get port(): number {
    return portOf(this.#server);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = request.method ?? 'GET';
    const body = method === 'POST' || method === 'PATCH' ? await json(request) : undefined;
    const asked: FakeRequest = { method, url, headers: request.headers, body };
    const answer = this.intercept(asked) ?? (await this.#answer(asked, response));
    if (answer) send(response, answer);
  }

  async #answer(request: FakeRequest, response: ServerResponse): Promise<FakeAnswer | null> {
    const { pathname } = request.url;
    if (pathname === healthPaths.all) return this.health.all();
    if (pathname === healthPaths.history) return this.health.past();
    if (pathname === healthPaths.stream) return this.health.open(response);
    if (!pathname.startsWith(tasksPath)) return problemAnswer(404, 'not-found', 'Not found');
    this.requests.push(request);
    if (this.delayMs > 0) await delay(this.delayMs);
    return this.tasks.answer(request);
  }

  async close(): Promise<void> {
    this.health.close();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
