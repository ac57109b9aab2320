import { localSource } from '../health/reports.ts';
import { untilHealthy } from '../health/stack-health.ts';
import type { Checkout } from '../checkout.ts';
import { messageOf } from '../errors.ts';
import { excerpt } from '../logs/excerpt.ts';
import { until } from '../process/wait.ts';
import { isCritical, type ServiceName, serviceNames } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState, StartFailure } from '../state/stack-state.ts';
import { StackProgress } from './progress.ts';
import { recentLines } from './container-logs.ts';
import { type Container, inspectContainers } from './containers.ts';
import { requireEngine } from './docker.ts';
import { recognise } from './known-failures.ts';
import type { OnState } from '../driver.ts';
import { ensureProject } from './project.ts';

/** The API gives its database a minute by itself. */
const deadlineMs = 120_000;
const everyMs = 200;
const logEveryMs = 1_000;
const healthDeadlineMs = 20_000;

/** The API's launcher outlives a program that crashes, so that the container seems to run. What it says last counts. */
const crashed = /^\[dev\] crashed \(.*\): waiting.*$(?![^]*^\[dev\])/m;

/** The API tries again for a minute, in vain. */
const wrongPassword = /password authentication failed/;

/** A service that did not come up. */
export class ContainerFailure extends Error {
  readonly failure: StartFailure;

  constructor(failure: StartFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

async function explain(container: Container, service: ServiceName, why: string): Promise<StartFailure> {
  // One that was just started again has said nothing yet: why is in what it said before.
  const since = container.restarts > 0 ? container.created : container.startedAt;
  const lines = await recentLines(container.id, since);
  const fix = recognise(lines.join('\n'))?.fix ?? ['Fix what the log reports, then: make dev'];
  return {
    service,
    message: `The ${service} did not start: ${why}`,
    excerpt: excerpt(lines),
    log: `make logs SERVICE=${service} FOLLOW=0`,
    fix,
  };
}

/** Why a container will not come up, as far as its state tells. */
function whyNot({ status, exitCode, health }: Container, state: StackState, name: ServiceName) {
  if (health === 'unhealthy' || state.services[name].phase === 'failed') return state.services[name].message;
  return status === 'exited' ? `its container ended with exit code ${exitCode}` : undefined;
}

/** Follows the containers of some services until each of them is healthy, or has failed. */
export class HealthWait {
  readonly #checkout: Checkout;
  readonly #project: string;
  readonly #progress: StackProgress;
  readonly #services: readonly ServiceName[];
  /** By name, as containers have it. */
  readonly #failed = new Set<string>();
  #logAt = 0;

  constructor(
    checkout: Checkout,
    project: string,
    progress: StackProgress,
    services: readonly ServiceName[] = serviceNames,
  ) {
    this.#checkout = checkout;
    this.#project = project;
    this.#progress = progress;
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
    const { services } = this.#progress.state;
    const origin = this.#checkout.isInDevContainer ? 'http://api:4000' : `http://127.0.0.1:${services.api.port}`;
    try {
      const expected = { services: serviceNames.filter((name) => !this.#failed.has(name)), stack: this.#project };
      const options = { deadlineMs: healthDeadlineMs, signal };
      await untilHealthy(localSource(this.#checkout, origin), expected, options);
    } catch (error) {
      if (signal.aborted) throw error;
      const fix = error instanceof StackError ? error.fix : [];
      throw new ContainerFailure({ service: 'api', message: messageOf(error), excerpt: [], fix });
    }
  }

  /** Whether there is nothing to wait for any more. */
  async #look(): Promise<boolean> {
    const containers = await inspectContainers(this.#project);
    this.#progress.applyContainers(containers.filter(({ service }) => !this.#failed.has(service)));
    const state = this.#progress.publish();
    await this.#lookIntoLog(containers.find(({ service }) => service === 'api'));
    for (const name of this.#services) {
      const container = containers.find(({ service }) => service === name);
      const why = container ? whyNot(container, state, name) : 'its container was removed';
      if (why) await this.#fail(name, container, why);
    }
    return this.#services.every((name) => this.#failed.has(name) || state.services[name].phase === 'up');
  }

  /** Both are seen in the log before the health check gives up, and say more than that it did. */
  async #lookIntoLog(api: Container | undefined): Promise<void> {
    const isDue = performance.now() - this.#logAt > logEveryMs;
    if (!isDue || api?.status !== 'running' || api.health === 'healthy' || !this.#services.includes('api')) return;
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
    this.#progress.fail(name, failure.message, failure.fix);
    if (isCritical(name)) throw new ContainerFailure(failure);
  }

  async #giveUp(): Promise<void> {
    const containers = await inspectContainers(this.#project);
    const { services } = this.#progress.state;
    for (const name of this.#services.filter((each) => services[each].phase !== 'up')) {
      const container = containers.find(({ service }) => service === name);
      await this.#fail(name, container, `not healthy within ${deadlineMs / 1_000} s`);
    }
  }
}

/**
 * Follows services that something else has started, until all are healthy, or one that is critical has failed.
 * @returns the last state, with its failure if there is one
 * @throws StackError when the engine does not answer; the signal's reason when it is aborted
 */
export async function followStart(checkout: Checkout, onState: OnState, signal: AbortSignal): Promise<StackState> {
  await requireEngine();
  const project = await ensureProject(checkout);
  const progress = new StackProgress(checkout, onState);
  progress.applyContainers(await inspectContainers(project));
  progress.publish();
  const wait = new HealthWait(checkout, project, progress);
  try {
    await wait.containers(signal);
    await wait.report(signal);
    progress.phase = 'up';
    return progress.publish();
  } catch (error) {
    if (!(error instanceof ContainerFailure)) throw error;
    progress.phase = 'failed';
    return { ...progress.publish(), failure: error.failure };
  }
}
