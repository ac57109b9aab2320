import { untilHealthy } from '../health/until-healthy.ts';
import { messageOf } from '../errors.ts';
import { excerpt } from '../logs/excerpt.ts';
import { until } from '../process/until.ts';
import { serviceNames, type ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState, StartFailure } from '../state/stack-state.ts';
import type { Board } from './board.ts';
import { recentLines } from './container-logs.ts';
import { inspectContainers, type Container } from './containers.ts';
import { isInDevContainer } from './in-dev-container.ts';
import { recognise } from './known-failures.ts';

/** The API gives its database a minute by itself. */
const deadlineMs = 120_000;
const everyMs = 200;
const logEveryMs = 1_000;
const healthDeadlineMs = 20_000;

/** nodemon outlives a program that crashes, so that the container seems to run. */
const crashed = /^\[nodemon\] app crashed/m;

/** The API tries again for a minute, in vain. */
const wrongPassword = /password authentication failed/;

/** Times that a container may end before it counts as failed, although the engine goes on trying. */
const maxRestarts = 2;

const critical: ReadonlySet<ServiceName> = new Set<ServiceName>(['database', 'api', 'frontend']);

/** A service that did not come up. */
export class ContainerFailure extends Error {
  readonly failure: StartFailure;

  constructor(failure: StartFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

async function explain(container: Container, service: ServiceName, why: string): Promise<StartFailure> {
  const lines = await recentLines(container.id, container.startedAt);
  const fix = recognise(lines.join('\n'))?.fix ?? ['Correct what the log says, then: make dev'];
  return {
    service,
    message: `The ${service} did not start: ${why}`,
    excerpt: excerpt(lines),
    log: `make logs SERVICE=${service} FOLLOW=0`,
    fix,
  };
}

/** Why a container will not come up, as far as its state tells. */
function whyNot({ status, restarts, exitCode, health }: Container, state: StackState, name: ServiceName) {
  if (health === 'unhealthy' || state.services[name].phase === 'failed') return state.services[name].message;
  if (status === 'exited') return `its container ended with exit code ${exitCode}`;
  return restarts > maxRestarts ? `it ended with exit code ${exitCode}, again and again` : undefined;
}

/** Follows the containers of some services until each of them is healthy, or has failed. */
export class HealthWait {
  readonly #project: string;
  readonly #board: Board;
  readonly #services: readonly ServiceName[];
  /** By name, as containers have it. */
  readonly #failed = new Set<string>();
  #logAt = 0;

  constructor(project: string, board: Board, services: readonly ServiceName[] = serviceNames) {
    this.#project = project;
    this.#board = board;
    this.#services = services;
  }

  /**
   * Waits until each container is healthy, or has failed and is not critical.
   * @throws ContainerFailure for a critical one
   */
  async containers(signal: AbortSignal): Promise<void> {
    const settled = await until(() => this.#look(), { deadlineMs, everyMs, signal });
    if (!settled) await this.#giveUp();
  }

  /**
   * Waits until the API reports all healthy but for those that have failed.
   * @throws ContainerFailure when it does not
   */
  async report(signal: AbortSignal): Promise<void> {
    const { services } = this.#board.state;
    const origin = isInDevContainer() ? 'http://api:4000' : `http://127.0.0.1:${services.api.port}`;
    try {
      await untilHealthy(`${origin}/health/all`, this.#failed, { deadlineMs: healthDeadlineMs, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      const fix = error instanceof StackError ? error.fix : [];
      throw new ContainerFailure({ service: 'api', message: messageOf(error), excerpt: [], fix });
    }
  }

  /** Whether there is nothing to wait for any more. */
  async #look(): Promise<boolean> {
    const containers = await inspectContainers(this.#project);
    this.#board.see(containers.filter(({ service }) => !this.#failed.has(service)));
    const state = this.#board.publish();
    for (const name of this.#services) {
      const container = containers.find(({ service }) => service === name);
      const why = container ? whyNot(container, state, name) : 'its container was removed';
      if (why) await this.#fail(name, container, why);
    }
    await this.#lookIntoLog(containers.find(({ service }) => service === 'api'));
    return this.#services.every((name) => this.#failed.has(name) || state.services[name].phase === 'up');
  }

  /** Both are seen in the log before the health check gives up. */
  async #lookIntoLog(api: Container | undefined): Promise<void> {
    const isDue = performance.now() - this.#logAt > logEveryMs;
    if (!isDue || api?.status !== 'running' || api.health !== 'starting' || !this.#services.includes('api')) return;
    this.#logAt = performance.now();
    const log = (await recentLines(api.id, api.startedAt)).join('\n');
    if (wrongPassword.test(log)) await this.#fail('api', api, 'the database does not take its password');
    if (crashed.test(log)) await this.#fail('api', api, 'it crashed');
  }

  async #fail(name: ServiceName, container: Container | undefined, why: string): Promise<void> {
    if (this.#failed.has(name)) return;
    this.#failed.add(name);
    const failure = container
      ? await explain(container, name, why)
      : { service: name, message: `The ${name} did not start: ${why}`, excerpt: [], fix: ['Start again: make dev'] };
    this.#board.fail(name, failure.message, failure.fix);
    if (critical.has(name)) throw new ContainerFailure(failure);
  }

  async #giveUp(): Promise<void> {
    const containers = await inspectContainers(this.#project);
    const { services } = this.#board.state;
    for (const name of this.#services.filter((each) => services[each].phase !== 'up')) {
      const container = containers.find(({ service }) => service === name);
      await this.#fail(name, container, `not healthy within ${deadlineMs / 1_000} s`);
    }
  }
}
