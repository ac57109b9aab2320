import type { HealthEvent } from '@zero-to-running/health/client/feed';
import type { HealthConnection, OpenConnection } from './health-feed.ts';

// A browser opens six connections to an origin at most, and each stream holds one: with a stream per window the seventh
// window would wait for ever. So one window, which holds a lock, connects for all and passes on what it hears.

/** Carries the version of the messages: windows of two releases may be open at the same time. */
const name = 'health connection 1';

type Message =
  | { readonly type: 'event'; readonly event: HealthEvent }
  /** A window that has just been opened asks for what is known. */
  | { readonly type: 'hello' }
  | { readonly type: 'retry' };

/** Milliseconds without a word after which the lock is taken from a window that has stopped, but still holds it. */
const silenceMs = 15_000;

/** Connects for this window and for all others of its origin, once. Alone where the browser has no locks (no HTTPS). */
export function shareConnection(open: OpenConnection): OpenConnection {
  return 'locks' in navigator ? (onEvent) => new Member(open, onEvent) : open;
}

/** One window of those that share a connection: it waits for the lock, and connects when it gets it. */
class Member implements HealthConnection {
  readonly #open: OpenConnection;
  readonly #onEvent: (event: HealthEvent) => void;
  readonly #channel = new BroadcastChannel(name);
  /** What another window has to know: the last answer or failure, and the past. */
  readonly #latest = new Map<HealthEvent['type'], HealthEvent>();
  #own: HealthConnection | null = null;
  #attempt = new AbortController();
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(open: OpenConnection, onEvent: (event: HealthEvent) => void) {
    this.#open = open;
    this.#onEvent = onEvent;
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#hear(data));
    this.#request();
    this.#post({ type: 'hello' });
  }

  retry(): void {
    if (this.#own) this.#own.retry();
    else this.#post({ type: 'retry' });
  }

  close(): void {
    this.#end();
    clearTimeout(this.#silence);
    this.#channel.close();
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }

  #hear(message: Message): void {
    if (message.type === 'retry') this.#own?.retry();
    else if (message.type === 'event' && !this.#own) {
      this.#expectEvent();
      this.#onEvent(message.event);
    } else if (message.type === 'hello' && this.#own) {
      for (const event of this.#latest.values()) this.#post({ type: 'event', event });
    }
  }

  #expectEvent(): void {
    clearTimeout(this.#silence);
    // Not all windows at once.
    this.#silence = setTimeout(() => this.#request({ steal: true }), silenceMs * (1 + Math.random()));
  }

  /** Ends what it does for others, and what it waits for. */
  #end(): void {
    this.#attempt.abort();
    this.#own?.close();
    this.#own = null;
    this.#latest.clear();
  }

  #request(how: { readonly steal?: boolean } = {}): void {
    this.#end();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#expectEvent();
    // A lock that is taken away cannot be waited for at the same time.
    const options = how.steal ? { steal: true } : { signal: attempt.signal };
    const held = navigator.locks.request(name, options, () => this.#lead(attempt.signal));
    held.catch((error: unknown) => {
      if (attempt.signal.aborted) return;
      // Another window has taken it; or there are no locks to be had here, after all.
      if (error instanceof DOMException && error.name === 'AbortError') this.#request();
      else void this.#lead(attempt.signal);
    });
  }

  /** Connects for all, until this window is closed or another one takes over. */
  #lead(signal: AbortSignal): Promise<void> {
    return new Promise((release) => {
      if (signal.aborted) return release();
      signal.addEventListener('abort', () => release());
      clearTimeout(this.#silence);
      this.#own = this.#open((event) => {
        // Of an answer and a failure only the later one is true.
        if (event.type !== 'history') this.#latest.delete(event.type === 'answer' ? 'lost' : 'answer');
        this.#latest.set(event.type, event);
        this.#post({ type: 'event', event });
        this.#onEvent(event);
      });
    });
  }
}
