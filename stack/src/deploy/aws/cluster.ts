import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RegisterTaskDefinitionCommandInput,
  type RunTaskCommandInput,
  type Service,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { StackError } from '../../stack-error.ts';
import { callAws, clientSettings } from './call.ts';

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

  /** Starts a task on Fargate. @returns its ARN */
  async run(taskDefinition: string, placement: TaskPlacement, startedBy: string): Promise<string> {
    const input: RunTaskCommandInput = {
      cluster: this.#name,
      taskDefinition,
      launchType: 'FARGATE',
      startedBy,
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
