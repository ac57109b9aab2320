import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../src/process/until.ts';
import { type LoadRequest, type Outcome, send, taskBody } from './load-request.ts';

const tickMs = 5;
/** Of one that is held up for longer, the requests come in a bunch, which is another load. */
const mostHeldUpMs = 500;
/** Programs that wait for each core, on average: beyond it, the replicas do not get what so many requests take. */
const mostWaiting = 8;
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
  #worstTickMs = 0;

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
      }
      const sleptAt = performance.now();
      await sleep(tickMs);
      this.#worstTickMs = Math.max(this.#worstTickMs, performance.now() - sleptAt);
    }
  }

  /** Whether this machine had the time for them; else what becomes of them says little of who answers. */
  get isCarried(): boolean {
    const [waiting = 0] = loadavg();
    return this.#worstTickMs <= mostHeldUpMs && waiting / availableParallelism() <= mostWaiting;
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
