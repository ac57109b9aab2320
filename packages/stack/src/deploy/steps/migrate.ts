import type { Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { StackError } from '../../stack-error.ts';
import { messageOf } from '../../errors.ts';
import { Cluster, taskDefinitionWith } from '../aws/cluster.ts';
import { ContainerLogs } from '../aws/container-logs.ts';
import type { DeployContext } from '../context.ts';
import type { Release } from '../journal.ts';
import type { MigrationOutputs } from '../outputs.ts';
import type { StepReporter } from '../report.ts';

const deadlineMs = 20 * 60_000;
const shownLines = 30;

export interface MigrationRequest {
  readonly outputs: MigrationOutputs;
  readonly release: Release;
  /** Task of an interrupted run. */
  readonly begun?: string | undefined;
  /** Called with the task's ARN as soon as there is one. */
  readonly onBegin: (task: string) => void;
}

async function untilStopped(cluster: Cluster, arn: string): Promise<Task> {
  try {
    await cluster.untilStopped(arn, deadlineMs / 1_000);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    // The waiter says the same of a task that is gone and of one that takes long.
    const task = await cluster.task(arn);
    if (!task) {
      throw new StackError(`ECS no longer knows the migration's task ${arn}`, { fix: ['Run the same command again.'] });
    }
    throw new StackError(`The migration timed out after ${deadlineMs / 60_000} minutes; its task is ${arn}`, {
      fix: ['It is still running. Run the same command again to wait for it.'],
      cause: error,
    });
  }
  const task = await cluster.task(arn);
  if (task) return task;
  throw new StackError(`ECS no longer knows the migration's task ${arn}`, { fix: ['Run the same command again.'] });
}

/** The end of a task's log. */
async function logOf(
  arn: string,
  group: string,
  definition: TaskDefinition,
  context: DeployContext,
): Promise<string[]> {
  const container = definition.containerDefinitions?.[0];
  const prefix = container?.logConfiguration?.options?.['awslogs-stream-prefix'];
  const stream = prefix ? `${prefix}/${container?.name}/${arn.split('/').at(-1)}` : undefined;
  try {
    const lines = await new ContainerLogs(context.region, context.signal).since(group, Date.now() - deadlineMs, stream);
    return lines.slice(-shownLines).map(({ text }) => text);
  } catch (error) {
    return [`(its log cannot be read: ${messageOf(error)})`];
  }
}

/** Of a task that ECS could not prepare, such as for a secret whose permission is seconds old: IAM takes a while to know it. */
const didNotStart = ({ containers, stoppedReason, stopCode }: Task) =>
  containers?.[0]?.exitCode === undefined &&
  (/ResourceInitializationError|CannotPullContainerError/.test(stoppedReason ?? '') ||
    stopCode === 'TaskFailedToStart');

/**
 * Runs the new image's migrations as a task of its own, to its end. A task that did not start is started once more.
 * @throws StackError with the end of its log when they fail
 */
export async function migrate(
  context: DeployContext,
  reporter: StepReporter,
  request: MigrationRequest,
): Promise<void> {
  const { outputs, release, onBegin } = request;
  const { region, signal } = context;
  const { migration_task: migration, log_group_names: groups } = outputs;
  const cluster = new Cluster(outputs.cluster_name, region, signal);
  const definition = await cluster.taskDefinition(migration.task_definition_arn);
  const start = async () => {
    const next = taskDefinitionWith(definition, release);
    const taskDefinition = next ? await cluster.register(next) : migration.task_definition_arn;
    const placement = {
      subnetIds: migration.subnet_ids,
      securityGroupIds: migration.security_group_ids,
      assignPublicIp: migration.assign_public_ip,
    };
    const arn = await cluster.run(taskDefinition, placement, 'make deploy');
    onBegin(arn);
    return arn;
  };
  const begun = request.begun ? await cluster.task(request.begun) : undefined;
  let arn = begun?.taskArn && begun.lastStatus !== 'STOPPED' ? begun.taskArn : await start();
  let task = await untilStopped(cluster, arn);
  if (didNotStart(task)) {
    reporter.note(`The task did not start (${task.stoppedReason}): starting it once more`);
    arn = await start();
    task = await untilStopped(cluster, arn);
  }
  const container = task.containers?.[0];
  if (container?.exitCode === 0) return;
  if (didNotStart(task)) {
    throw new StackError(`The migration's task did not start: ${task.stoppedReason}; nothing was changed`, {
      fix: [
        'A task needs its image, its secrets and a network path to both.',
        'Fix that, and run the same command again. No migration was run.',
      ],
      code: 'task-not-started',
    });
  }
  const why =
    container?.exitCode === undefined ? (task.stoppedReason ?? 'it did not start') : `exit code ${container.exitCode}`;
  const log = await logOf(arn, groups.migration, definition, context);
  throw new StackError(
    [`The migration failed (${why}); nothing else was changed`, ...log.map((line) => `  │ ${line}`)].join('\n'),
    {
      fix: [
        'The running version continues with the database as it is: each migration is applied completely or not at all.',
        'Fix the migration, commit, and run the same command again.',
      ],
      code: 'migration-failed',
    },
  );
}
