import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksStopped,
  type RegisterTaskDefinitionCommandInput,
  type RunTaskCommandInput,
  type Service,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { callAws, clientSettings } from './call.ts';
import type { Release } from '../journal.ts';
import { StackError } from '../../stack-error.ts';

/** Where and how a one-off task runs. */
export interface TaskPlacement {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly assignPublicIp: boolean;
}

/** The tasks and services of an ECS cluster. All of it throws StackError. */
export class Cluster {
  readonly #name: string;
  readonly #client: ECSClient;
  readonly #signal: AbortSignal | undefined;

  constructor(name: string, region: string, signal?: AbortSignal) {
    this.#name = name;
    this.#client = new ECSClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  async taskDefinition(arn: string): Promise<TaskDefinition> {
    const { taskDefinition } = await callAws(
      'ecs:DescribeTaskDefinition',
      (options) => this.#client.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }), options),
      this.#signal,
    );
    if (taskDefinition) return taskDefinition;
    throw new StackError(`ECS has no task definition ${arn}`);
  }

  /** ARNs of a family's task definitions that were replaced, the newest first. */
  async replacedTaskDefinitions(family: string): Promise<readonly string[]> {
    const { taskDefinitionArns = [] } = await callAws(
      'ecs:ListTaskDefinitions',
      (options) =>
        this.#client.send(
          new ListTaskDefinitionsCommand({ familyPrefix: family, status: 'INACTIVE', sort: 'DESC', maxResults: 20 }),
          options,
        ),
      this.#signal,
    );
    return taskDefinitionArns;
  }

  /** @returns the ARN of the new task definition */
  async register(input: RegisterTaskDefinitionCommandInput): Promise<string> {
    const { taskDefinition } = await callAws(
      'ecs:RegisterTaskDefinition',
      (options) => this.#client.send(new RegisterTaskDefinitionCommand(input), options),
      this.#signal,
    );
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  /**
   * Starts a task on Fargate.
   * @param startedBy what asked for it, such as `make deploy`
   * @returns its ARN
   */
  async run(
    taskDefinition: string,
    placement: TaskPlacement,
    startedBy: string,
    { withSessions = false }: { readonly withSessions?: boolean } = {},
  ): Promise<string> {
    const input: RunTaskCommandInput = {
      cluster: this.#name,
      taskDefinition,
      launchType: 'FARGATE',
      startedBy,
      enableExecuteCommand: withSessions,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...placement.subnetIds],
          securityGroups: [...placement.securityGroupIds],
          assignPublicIp: placement.assignPublicIp ? 'ENABLED' : 'DISABLED',
        },
      },
    };
    const { tasks = [], failures = [] } = await callAws(
      'ecs:RunTask',
      (options) => this.#client.send(new RunTaskCommand(input), options),
      this.#signal,
    );
    const arn = tasks[0]?.taskArn;
    if (arn) return arn;
    const reason = failures.map((failure) => failure.reason ?? failure.detail).join('; ');
    throw new StackError(`ECS does not start the task: ${reason}`, { fix: ['Run the same command again.'] });
  }

  /** @returns undefined when ECS knows nothing of it any more */
  async task(arn: string): Promise<Task | undefined> {
    const { tasks = [] } = await callAws(
      'ecs:DescribeTasks',
      (options) => this.#client.send(new DescribeTasksCommand({ cluster: this.#name, tasks: [arn] }), options),
      this.#signal,
    );
    return tasks[0];
  }

  /** Waits until a task has stopped. @throws StackError when it has not in time */
  async untilStopped(arn: string, patienceS: number): Promise<void> {
    const patience = { client: this.#client, maxWaitTime: patienceS, minDelay: 2, maxDelay: 6 };
    await callAws(
      'ecs:DescribeTasks',
      (options) => waitUntilTasksStopped({ ...patience, ...options }, { cluster: this.#name, tasks: [arn] }),
      this.#signal,
      (patienceS + 60) * 1_000,
    );
  }

  /** Ends a task, which may have ended already. */
  async stop(arn: string, reason: string): Promise<void> {
    const command = new StopTaskCommand({ cluster: this.#name, task: arn, reason });
    await callAws('ecs:StopTask', (options) => this.#client.send(command, options), this.#signal);
  }

  async services(names: readonly string[]): Promise<readonly Service[]> {
    const { services = [] } = await callAws(
      'ecs:DescribeServices',
      (options) =>
        this.#client.send(new DescribeServicesCommand({ cluster: this.#name, services: [...names] }), options),
      this.#signal,
    );
    return services;
  }
}

/**
 * The same task with a release's API image, to be registered.
 * @returns undefined when it has that image already
 */
export function taskDefinitionWith(
  definition: TaskDefinition,
  { apiImage, version }: Pick<Release, 'apiImage' | 'version'>,
): RegisterTaskDefinitionCommandInput | undefined {
  const [container, ...others] = definition.containerDefinitions ?? [];
  if (container?.image === apiImage) return undefined;
  const environment = (container?.environment ?? []).map(({ name, value }) => ({
    name,
    value: name === 'APP_VERSION' ? version : value,
  }));
  return {
    family: definition.family,
    containerDefinitions: [{ ...container, environment, image: apiImage }, ...others],
    taskRoleArn: definition.taskRoleArn,
    executionRoleArn: definition.executionRoleArn,
    networkMode: definition.networkMode,
    volumes: definition.volumes,
    requiresCompatibilities: definition.requiresCompatibilities,
    cpu: definition.cpu,
    memory: definition.memory,
    runtimePlatform: definition.runtimePlatform,
    ephemeralStorage: definition.ephemeralStorage,
  };
}
