import { setImmediate } from 'node:timers/promises';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { healthEventName } from '@zero-to-running/health/contract/protocol';

/** An API that a test pulls the strings of, in the place of `fetch`. */
export class FakeSource {
  /** The streams that are open, oldest first. */
  readonly streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  /** How many streams were opened in all. */
  opened = 0;
  polls = 0;
  histories = 0;
  /** What polling answers; an error is thrown, as fetch does where nobody answers. */
  polled: unknown = new TypeError('Failed to fetch');
  history: unknown = { services: {} };
  readonly #fetch = globalThis.fetch;

  install(): void {
    globalThis.fetch = (input, init) =>
      this.#answer(new URL(input instanceof Request ? input.url : input).pathname, init?.signal ?? undefined);
  }

  restore(): void {
    globalThis.fetch = this.#fetch;
  }

  #answer(path: string, signal: AbortSignal | undefined): Promise<Response> {
    signal?.throwIfAborted();
    if (path === healthPaths.stream) return Promise.resolve(this.#openStream(signal));
    // The page itself, by which the frontend is judged.
    if (path === '/') return Promise.resolve(new Response());
    const isHistory = path === healthPaths.history;
    if (isHistory) this.histories += 1;
    else this.polls += 1;
    const answer = isHistory ? this.history : this.polled;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(answer instanceof Response ? answer.clone() : Response.json(answer));
  }

  #openStream(signal: AbortSignal | undefined): Response {
    this.opened += 1;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.streams.push(controller);
        signal?.addEventListener('abort', () => {
          if (this.streams.includes(controller)) controller.error(signal.reason);
          this.#forget(controller);
        });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  #forget(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const index = this.streams.indexOf(controller);
    if (index !== -1) this.streams.splice(index, 1);
  }

  /** Sends an event on the open stream. */
  send(raw: unknown): void {
    const event = `event: ${healthEventName}\ndata: ${JSON.stringify(raw)}\n\n`;
    this.streams.at(-1)?.enqueue(new TextEncoder().encode(event));
  }

  /** Breaks the open stream. */
  drop(): void {
    this.streams.pop()?.error(new TypeError('network error'));
  }
}

/** Lets promises that are settled already go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}
