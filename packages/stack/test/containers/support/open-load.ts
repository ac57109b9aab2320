import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../src/process/wait.ts';
import { type LoadRequest, type Outcome, send, taskBody } from './load-request.ts';

const tickMs = 5;
/** Requests without an answer that nginx holds for sure: it takes two connections for each, and a worker of it has 1,024. */
const mostHeld = 500;
const moreDeadlineMs = 60_000;
/** Ten seconds' worth. What is due beyond it counts as failed, rather than take the machine's memory. */
const mostOpen = 2_000;

function notSent(): Outcome {
  const now = performance.now();
  const text = `not sent, as ${mostOpen} others had no answer yet`;
  return { method: 'GET', sentAt: now, endedAt: now, status: 0, replicas: [], text };
}

/** Of ten requests, three write. */
function mix(index: number, task: string): LoadRequest {
  switch (index % 10) {
    case 0:
    case 5:
      return { method: 'POST', path: '/api/tasks', body: taskBody() };
    case 1:
      return { method: 'PATCH', path: task, body: taskBody() };
    case 2:
    case 6:
      return { method: 'GET', path: '/health/all' };
    case 3:
      return { method: 'GET', path: task };
    default:
      return { method: 'GET', path: '/api/tasks' };
  }
}

/** Requests at a fixed rate, whether or not earlier ones have been answered: users do not wait for each other. */
export class OpenLoad {
  readonly #stopping = new AbortController();
  readonly #outcomes: Outcome[] = [];
  readonly #open = new Set<Promise<void>>();
  readonly #generating: Promise<void>;
  #mostAtOnce = 0;

  /** @param task path of a task that exists */
  constructor(origin: string, task: string, perSecond: number) {
    this.#generating = this.#generate(perSecond, (index) => send(origin, mix(index, task)));
  }

  async #generate(perSecond: number, sendNext: (index: number) => Promise<Outcome>): Promise<void> {
    const start = performance.now();
    let sent = 0;
    while (!this.#stopping.signal.aborted) {
      const due = ((performance.now() - start) / 1_000) * perSecond;
      for (; sent < due; sent += 1) {
        if (this.#open.size >= mostOpen) {
          this.#outcomes.push(notSent());
          continue;
        }
        const running = sendNext(sent)
          .then((outcome) => void this.#outcomes.push(outcome))
          .finally(() => this.#open.delete(running));
        this.#open.add(running);
        this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#open.size);
      }
      await sleep(tickMs);
    }
  }

  /** Whether answers kept up with it; else requests pile up until nginx drops some, whoever would answer. */
  get isCarried(): boolean {
    return this.#mostAtOnce <= mostHeld;
  }

  /** Waits until as many more have been answered, or have failed. */
  async more(count: number): Promise<void> {
    const end = this.#outcomes.length + count;
    await until(() => this.#outcomes.length >= end, { deadlineMs: moreDeadlineMs });
  }

  /** Sends no more, and waits for the answers. */
  async stop(): Promise<readonly Outcome[]> {
    this.#stopping.abort();
    await this.#generating;
    await Promise.all(this.#open);
    return this.#outcomes;
  }
}
