import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import { anyFreePort, isPortFree } from '../ports/free-port.ts';
import { until } from '../process/wait.ts';
import { StackError } from '../stack-error.ts';
import { Cluster } from './aws/cluster.ts';
import { Secret } from './aws/passwords.ts';
import { checkSessionPlugin, forwardPort } from './aws/port-forward.ts';
import type { DeployContext } from './context.ts';
import { databaseAccess, deployedOutputs, passwordOutputs } from './outputs.ts';
import { readRawOutputs } from './read-outputs.ts';

/** After which the task ends by itself; Terraform says the same to it. */
export const openForMs = 60 * 60_000;

/** A task has to fetch its image first. */
const startDeadlineMs = 5 * 60_000;

/** A way to a database in AWS that is open now. */
export interface OpenDatabase {
  /** Of this machine; the host is 127.0.0.1. */
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** For `PGPASSFILE`: the password is in it, and nowhere else. It goes when the way is closed. */
  readonly passwordFile: string;
}

const loginSchema = z.object({ username: z.string(), password: z.string() });

async function localPort(wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return anyFreePort();
  if (await isPortFree(wanted)) return wanted;
  throw new StackError(`Port ${wanted} of this machine is in use`, {
    fix: ['Name another: PORT=15432. Or leave PORT out: a free one is chosen.'],
  });
}

/** What a session in a running task is asked for by; undefined until one can be opened. */
function sessionTarget({ taskArn = '', containers = [] }: Task, cluster: string): string | undefined {
  const [container] = containers;
  const agent = container?.managedAgents?.find(({ name }) => name === 'ExecuteCommandAgent');
  if (agent?.lastStatus !== 'RUNNING' || !container?.runtimeId) return undefined;
  return `ecs:${cluster}_${taskArn.split('/').at(-1)}_${container.runtimeId}`;
}

async function untilSessionsAreTaken(
  tasks: Cluster,
  arn: string,
  cluster: string,
  signal: AbortSignal,
): Promise<string> {
  let target: string | undefined;
  let stopped: string | undefined;
  const isDecided = async () => {
    const task = await tasks.task(arn);
    target = task && sessionTarget(task, cluster);
    if (task?.lastStatus === 'STOPPED') stopped = task.stoppedReason ?? 'no reason is given';
    return target !== undefined || stopped !== undefined;
  };
  await until(isDecided, { deadlineMs: startDeadlineMs, everyMs: 2_000, signal });
  if (target) return target;
  throw new StackError(
    stopped === undefined
      ? `The task beside the database takes no session after ${startDeadlineMs / 60_000} minutes`
      : `The task beside the database has stopped: ${stopped}`,
    {
      fix: [
        'It needs its image, and the way to Systems Manager: run the same command again.',
        `What became of it: aws ecs describe-tasks --cluster ${cluster} --tasks ${arn}`,
      ],
      code: 'task-not-started',
    },
  );
}

/**
 * Opens a way to the database of an environment, by a task beside it which ends by itself, and keeps it open until the signal of
 * the context is aborted.
 * @param wantedPort of this machine; without it, any that is free
 * @throws StackError
 */
export async function openDatabase(
  context: DeployContext,
  wantedPort: number | undefined,
  onOpen: (open: OpenDatabase) => void,
): Promise<void> {
  const { environment, region, signal, step } = context;
  await step('plugin', 'Check this machine', () => checkSessionPlugin());
  const port = await localPort(wantedPort);
  const outputs = await readRawOutputs(context);
  const { cluster_name: cluster, migration_task: placement } = deployedOutputs(outputs, environment.name);
  const access = databaseAccess(outputs);
  const login = passwordOutputs(outputs)?.passwords['database'];
  if (access === undefined || !login) {
    throw new StackError(`What runs in ${environment.name} was deployed before there was a way to its database`, {
      fix: [`Deploy once: make deploy ENV=${environment.name}`],
    });
  }
  if (access === null) {
    throw new StackError(`The network of ${environment.name} lets no session in: egress is "endpoints"`, {
      fix: [
        `Set enable_execute_command = true in infra/environments/${environment.name}/terraform.tfvars, and make deploy ENV=${environment.name}. It adds an endpoint, which costs money: set it back afterwards.`,
      ],
    });
  }
  const { username, password } = loginSchema.parse(
    JSON.parse(await new Secret(login.secret_arn, region, signal).read(login.version_id)),
  );
  const tasks = new Cluster(cluster, region, signal);
  const where = {
    subnetIds: placement.subnet_ids,
    securityGroupIds: placement.security_group_ids,
    assignPublicIp: placement.assign_public_ip,
  };
  const directory = mkdtempSync(join(tmpdir(), 'database-'));
  const started: { task?: string } = {};
  try {
    const arn = await step('task', 'Start a task beside the database', async () => {
      started.task = await tasks.run(access.task_definition_arn, where, 'make database', { withSessions: true });
      return started.task;
    });
    const target = await step('session', 'Wait until it takes sessions', () =>
      untilSessionsAreTaken(tasks, arn, cluster, signal),
    );
    const passwordFile = join(directory, 'password');
    const line = ['127.0.0.1', `${port}`, access.name, username, password].map((each) =>
      each.replaceAll(/[:\\]/g, String.raw`\$&`),
    );
    writeFileSync(passwordFile, `${line.join(':')}\n`, { mode: 0o600 });
    const result = await forwardPort(
      { target, host: access.host, port: access.port, localPort: port, region },
      {
        deadlineMs: openForMs,
        signal,
        onOpen: () => onOpen({ port, user: username, database: access.name, passwordFile }),
      },
    );
    if (signal.aborted || result.timedOut) return;
    throw new StackError(`The session has ended (${result.ending}): ${result.output.trim().split('\n').at(-1)}`, {
      fix: ['Run the same command again.'],
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
    // Also after Ctrl-C, which aborted the signal.
    const { task } = started;
    if (task) {
      await new Cluster(cluster, region).stop(task, 'make database has ended').catch((error: unknown) => {
        console.error(`The task ${task} was not stopped (${messageOf(error)}); it ends by itself within the hour.`);
      });
    }
  }
}
