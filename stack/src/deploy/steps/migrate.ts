import { setTimeout as sleep } from 'node:timers/promises';
import type { Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { StackError } from '../../stack-error.ts';
import { messageOf } from '../../errors.ts';
import { Cluster } from '../aws/cluster.ts';
import { ContainerLogs } from '../aws/container-logs.ts';
import { taskDefinitionWith } from '../aws/task-definition-with.ts';
import type { DeployContext } from '../context.ts';
import type { Release } from '../journal.ts';
import type { MigrationOutputs } from '../outputs.ts';
import type { StepVoice } from '../report/step-runner.ts';

const deadlineMs = 20 * 60_000;
const pollMs = 2_000;
const shownLines = 30;

export interface MigrationRequest {
  readonly outputs: MigrationOutputs;
  readonly release: Release;
  /** Task of an interrupted run. */
  readonly begun?: string | undefined;
  /** Called with the task's ARN as soon as there is one. */
  readonly onBegin: (task: string) => void;
}

async function untilStopped(cluster: Cluster, arn: string, voice: StepVoice, signal: AbortSignal): Promise<Task> {
  const end = performance.now() + deadlineMs;
  let shown: string | undefined;
  while (performance.now() < end) {
    const task = await cluster.task(arn);
    if (!task)
      throw new StackError(`ECS has forgotten the migration's task ${arn}`, { fix: ['Run the same command again.'] });
    if (task.lastStatus === 'STOPPED') return task;
    if (task.lastStatus && task.lastStatus !== shown) voice.note(task.lastStatus.toLowerCase());
    shown = task.lastStatus;
    await sleep(pollMs, undefined, { signal });
  }
  throw new StackError(`The migration has not ended within ${deadlineMs / 60_000} minutes; its task is ${arn}`, {
    fix: ['It goes on. Run the same command again: it waits for this task.'],
  });
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

/**
 * Runs the new image's migrations as a task of its own, to its end.
 * @throws StackError with the end of its log when they fail
 */
export async function migrate(context: DeployContext, voice: StepVoice, request: MigrationRequest): Promise<void> {
  const { outputs, release, onBegin } = request;
  const { region, signal } = context;
  const { migration_task: migration, log_group_names: groups } = outputs;
  const cluster = new Cluster(outputs.cluster_name, region, signal);
  const definition = await cluster.taskDefinition(migration.task_definition_arn);
  const begun = request.begun ? await cluster.task(request.begun) : undefined;
  let arn = begun && begun.lastStatus !== 'STOPPED' ? request.begun : undefined;
  if (!arn) {
    const next = taskDefinitionWith(definition, release);
    const taskDefinition = next ? await cluster.register(next) : migration.task_definition_arn;
    const placement = {
      subnetIds: migration.subnet_ids,
      securityGroupIds: migration.security_group_ids,
      assignPublicIp: migration.assign_public_ip,
    };
    arn = await cluster.run(taskDefinition, placement, 'make deploy');
    onBegin(arn);
  }
  const task = await untilStopped(cluster, arn, voice, signal);
  const container = task.containers?.[0];
  if (container?.exitCode === 0) return;
  const why =
    container?.exitCode === undefined ? (task.stoppedReason ?? 'it did not start') : `exit code ${container.exitCode}`;
  const log = await logOf(arn, groups.migration, definition, context);
  throw new StackError(
    [`The migration failed (${why}); nothing else was changed`, ...log.map((line) => `  │ ${line}`)].join('\n'),
    {
      fix: [
        'What runs goes on with the database as it is: each migration is done as a whole or not at all.',
        'Correct the migration, commit, and run the same command again.',
      ],
    },
  );
}
