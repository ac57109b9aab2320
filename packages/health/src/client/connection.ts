import { healthPaths } from '../contract/report.ts';
import { healthHeartbeatMs } from '../contract/protocol.ts';
import { backOffMs, sleep } from './back-off.ts';
import type { HealthLink } from './freshness.ts';
import { ConnectionFailure, failureOf } from './failure.ts';
import { limits, readJson, type FindSource, type Source } from './request.ts';
import { readAnswer, type ReadAnswer } from './answer.ts';
import { readStream } from './stream.ts';
import { l10n } from '../words/l10n.ts';

const streamBackOff = { baseMs: 1_000, capMs: 30_000 };

/** Milliseconds between two questions while there is no stream: faster while something is wrong. */
const pollMs = { healthy: healthHeartbeatMs, unhealthy: healthHeartbeatMs / 2 };

/** How an answer was asked for. */
interface Asked {
  /** Where it answers, if who answers may be another than was meant. */
  readonly guess: string | undefined;
  /** Whether a token was sent. */
  readonly hasToken: boolean;
  /** Milliseconds from the question to the answer; undefined for one that came by the stream. */
  readonly tookMs: number | undefined;
}

/** What a connection tells. */
interface ConnectionListener {
  readonly onAnswer: (read: ReadAnswer, link: Extract<HealthLink, 'live' | 'polling'>, asked: Asked) => void;
  /** @param withinMs milliseconds that what is asked now may take to answer */
  readonly onQuestion: (withinMs: number) => void;
  /** @param retryInMs milliseconds until the next attempt */
  readonly onFailure: (failure: ConnectionFailure, retryInMs: number) => void;
  /** One line for the log about a request and what came of it. */
  readonly onOutcome: (line: string) => void;
}

interface ConnectionOptions {
  readonly findSource: FindSource;
  readonly listener: ConnectionListener;
  /** The longest wait between two attempts in milliseconds. */
  readonly retryCapMs: number;
  readonly signal: AbortSignal;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConnectionFailure('not-understood', l10n.t('its stream is not JSON'), { cause: error });
  }
}

/** @throws ConnectionFailure where another answers than was meant */
function askedOf({ api, recognises, token }: Source, { answer }: ReadAnswer, tookMs?: number): Asked {
  const guess = !recognises || recognises(answer.stack) ? undefined : api;
  return { guess, hasToken: token !== undefined, tookMs };
}

/** One way to an API: by its stream, by questions where that breaks, and by fewer of them where nobody answers. */
class Connection {
  readonly #options: ConnectionOptions;
  #live = false;
  #streamFailures = 0;
  #streamNotBefore = 0;
  #pollFailures = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { findSource, signal } = this.#options;
    while (!signal.aborted) {
      let waitMs: number;
      try {
        const source = await findSource();
        if (Date.now() >= this.#streamNotBefore) await this.#followStream(source);
        waitMs = await this.#poll(source);
      } catch (error) {
        if (signal.aborted) return;
        waitMs = this.#lost(failureOf(error));
      }
      await sleep(waitMs, signal);
    }
  }

  /** Returns when the stream ends, which it does not by itself. */
  async #followStream(source: Source): Promise<void> {
    const { listener, signal } = this.#options;
    const url = `${source.api}${healthPaths.stream}`;
    listener.onQuestion(healthHeartbeatMs);
    try {
      for await (const text of readStream(source, signal)) {
        const read = readAnswer(parse(text));
        const asked = askedOf(source, read);
        if (!this.#live) listener.onOutcome(`${url}: live`);
        this.#live = true;
        this.#streamFailures = 0;
        this.#pollFailures = 0;
        listener.onAnswer(read, 'live', asked);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = failureOf(error);
      this.#live = false;
      listener.onOutcome(`${url}: ${failure.message}`);
      // Where nobody listens, or another does, there is nobody to ask either.
      if (['refused', 'unresolved', 'foreign'].includes(failure.kind)) throw failure;
      this.#streamFailures += 1;
      this.#streamNotBefore = Date.now() + backOffMs(this.#streamFailures, streamBackOff);
    }
  }

  /** @returns milliseconds until the next question */
  async #poll(source: Source): Promise<number> {
    const { listener, signal } = this.#options;
    const startedAt = performance.now();
    listener.onQuestion(limits.answerMs);
    const read = readAnswer(await readJson(source, healthPaths.all, signal));
    const tookMs = Math.round(performance.now() - startedAt);
    const asked = askedOf(source, read, tookMs);
    listener.onOutcome(`${source.api}${healthPaths.all}: ${read.answer.status} in ${tookMs} ms`);
    const isBack = this.#pollFailures > 0;
    if (isBack) this.#streamNotBefore = 0;
    this.#pollFailures = 0;
    listener.onAnswer(read, 'polling', asked);
    // Who is back has its stream again, most likely.
    if (isBack) return 0;
    return read.answer.status === 'ok' ? pollMs.healthy : pollMs.unhealthy;
  }

  /** @returns milliseconds until the next attempt */
  #lost(failure: ConnectionFailure): number {
    const { listener, retryCapMs } = this.#options;
    this.#pollFailures += 1;
    this.#streamNotBefore = 0;
    const waitMs = backOffMs(this.#pollFailures, { baseMs: 1_000, capMs: retryCapMs });
    listener.onOutcome(`${failure.kind}: ${failure.message}; next attempt in ${Math.round(waitMs)} ms`);
    listener.onFailure(failure, waitMs);
    return waitMs;
  }
}

/** Tells the listener how the API is until the signal is aborted; never throws. */
export async function connect(options: ConnectionOptions): Promise<void> {
  await new Connection(options).run();
}
