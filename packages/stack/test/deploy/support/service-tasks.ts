import { z } from 'zod';
import type { MockApi } from './mock-api.ts';
import type { Stores } from './stores.ts';
import { describeDefinition, readSecrets } from './task-definition.ts';

/** A task of a service, with what it read when it started. */
export interface ServiceTask {
  readonly definition: string;
  readonly version: string;
  readonly isHealthy: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

export const serviceSchema = z.looseObject({
  serviceArn: z.string(),
  serviceName: z.string(),
  taskDefinition: z.string(),
  desiredCount: z.number(),
  status: z.string(),
});

type Service = z.infer<typeof serviceSchema>;

const healthy = (list: readonly ServiceTask[]) => list.filter(({ isHealthy }) => isHealthy);

/**
 * The tasks of services, as ECS runs them by its documents: as many as are desired. Those of another definition start beside the ones
 * that run, which end when all new ones are healthy, and go on when one is not.
 */
export class ServiceTasks {
  readonly #api: MockApi;
  readonly #stores: Stores;
  readonly #thrives: (version: string) => boolean;
  readonly #tasks = new Map<string, readonly ServiceTask[]>();

  /** @param thrives whether tasks of a version become healthy, all else being well */
  constructor(api: MockApi, stores: Stores, thrives: (version: string) => boolean) {
    this.#api = api;
    this.#stores = stores;
    this.#thrives = thrives;
  }

  /** All tasks of the services whose names end so. */
  of(name: string): readonly ServiceTask[] {
    return [...this.#tasks].flatMap(([arn, tasks]) => (arn.endsWith(name) ? tasks : []));
  }

  async #start(definition: string): Promise<ServiceTask> {
    const { version, secrets } = await describeDefinition(this.#api, definition);
    const variables = await readSecrets(this.#api, secrets);
    const isHealthy =
      variables !== undefined && this.#stores.refusals(variables).length === 0 && this.#thrives(version);
    return { definition, version, isHealthy, variables: variables ?? {} };
  }

  /** Goes on by one step, and tells how the service fares, as ECS does. */
  async advance({ serviceArn, serviceName, taskDefinition, desiredCount, status }: Service) {
    if (status !== 'ACTIVE') {
      this.#tasks.delete(serviceArn);
      return { runningCount: 0, deployments: [], events: [] };
    }
    const tasks = this.#tasks.get(serviceArn) ?? [];
    const wanted = tasks.filter(({ definition }) => definition === taskDefinition);
    const others = tasks.filter(({ definition }) => definition !== taskDefinition);
    const missing = Math.max(0, desiredCount - wanted.length);
    const started = await Promise.all(Array.from({ length: missing }, () => this.#start(taskDefinition)));
    const now = [...wanted, ...started].slice(0, desiredCount);
    const hasFailed = now.some(({ isHealthy }) => !isHealthy);
    const isDone = missing === 0 && !hasFailed;
    const kept = isDone ? [] : others;
    this.#tasks.set(serviceArn, [...kept, ...now]);
    const deployment = (role: string, state: string, of: string, list: readonly ServiceTask[]) => ({
      id: `ecs-svc/${of.split(':').at(-1)}`,
      status: role,
      rolloutState: state,
      taskDefinition: of,
      desiredCount,
      runningCount: healthy(list).length,
    });
    const rolloutState = hasFailed ? 'FAILED' : isDone ? 'COMPLETED' : 'IN_PROGRESS';
    const before = new Set(kept.map(({ definition }) => definition));
    return {
      runningCount: healthy([...kept, ...now]).length,
      deployments: [
        deployment('PRIMARY', rolloutState, taskDefinition, now),
        ...[...before].map((of) => {
          const old = kept.filter(({ definition }) => definition === of);
          return deployment('ACTIVE', 'COMPLETED', of, old);
        }),
      ],
      events: hasFailed ? [{ message: `(service ${serviceName}) failed its health checks.` }] : [],
    };
  }

  /**
   * Whom the stores refuse now: tasks that run, and such as ECS may start at any time, because one ends or more are wanted.
   * @returns a sentence for each
   */
  async refused(): Promise<string[]> {
    const refused: string[] = [];
    for (const tasks of this.#tasks.values()) {
      const running = tasks.filter(({ isHealthy }) => isHealthy);
      for (const { definition, variables } of running) {
        refused.push(
          ...this.#stores.refusals(variables).map((store) => `the ${store} refuses a task of ${definition}`),
        );
      }
      for (const definition of new Set(running.map((task) => task.definition))) {
        const { isHealthy } = await this.#start(definition);
        if (!isHealthy) refused.push(`a new task of ${definition} does not start`);
      }
    }
    return refused;
  }
}
