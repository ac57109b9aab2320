import { z } from 'zod';
import type { Refusal } from './answers.ts';
import type { TaskDefinition } from './task-definition.ts';

const startSchema = z.object({
  Target: z.string(),
  DocumentName: z.string(),
  // Each is a list, also of one.
  Parameters: z.object({
    host: z.array(z.string()).length(1),
    portNumber: z.array(z.string()).length(1),
    localPortNumber: z.array(z.string()).length(1),
  }),
});

interface SessionTask {
  readonly container: string;
  /** Whether the agent can start: it writes to the container's root. */
  readonly isWritable: boolean;
  polls: number;
  isStopped: boolean;
}

/**
 * Tasks that sessions are opened in, and Systems Manager, by the rules of ECS Exec that AWS documents: such a task needs a role of
 * its own and a writable root, its agent is there some time after it, and a session names a container that runs.
 */
export class SessionTasks {
  readonly #tasks = new Map<string, SessionTask>();
  readonly #cluster: string;
  /** What sessions were opened for, as `host:port`. */
  readonly opened: string[] = [];
  /** What AWS answers the next session with, once. */
  refusal: Refusal | undefined;

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  run({
    container,
    taskRole,
    isReadOnly,
  }: Pick<TaskDefinition, 'container' | 'taskRole' | 'isReadOnly'>): { readonly arn: string } | Refusal {
    if (!taskRole) {
      return {
        code: 'InvalidParameterException',
        message:
          "The service couldn't be started because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.",
      };
    }
    const arn = `arn:aws:ecs:us-east-1:123456789012:task/${this.#cluster}/session${this.#tasks.size + 1}`;
    this.#tasks.set(arn, { container, isWritable: !isReadOnly, polls: 0, isStopped: false });
    return { arn };
  }

  get running(): number {
    return [...this.#tasks.values()].filter(({ isStopped }) => !isStopped).length;
  }

  has(arn: string): boolean {
    return this.#tasks.has(arn);
  }

  stop(arn: string): void {
    const task = this.#tasks.get(arn);
    if (task) task.isStopped = true;
  }

  describe(arn: string): unknown {
    const task = this.#tasks.get(arn);
    if (!task) return { tasks: [], failures: [{ arn, reason: 'MISSING' }] };
    task.polls += 1;
    const lastStatus = task.isStopped ? 'STOPPED' : task.polls > 1 ? 'RUNNING' : 'PENDING';
    const agent = task.polls > 2 && task.isWritable ? 'RUNNING' : 'PENDING';
    const managedAgents = [{ name: 'ExecuteCommandAgent', lastStatus: agent }];
    const containers = [{ name: task.container, runtimeId: `${arn.split('/').at(-1)}-1`, managedAgents }];
    return { tasks: [{ taskArn: arn, lastStatus, enableExecuteCommand: true, containers }] };
  }

  start(body: unknown): unknown {
    const { Target: target, DocumentName: document, Parameters: parameters } = startSchema.parse(body);
    if (this.refusal) {
      const { refusal } = this;
      this.refusal = undefined;
      return refusal;
    }
    const [, cluster, id, runtime] = /^ecs:([^_]+)_([^_]+)_(.+)$/.exec(target) ?? [];
    const task = this.#tasks.get(`arn:aws:ecs:us-east-1:123456789012:task/${cluster}/${id}`);
    const isConnected = task && task.isWritable && task.polls > 2 && !task.isStopped && runtime === `${id}-1`;
    if (!isConnected) return { code: 'TargetNotConnected', message: `${target} is not connected.` };
    if (document !== 'AWS-StartPortForwardingSessionToRemoteHost') {
      return { code: 'InvalidDocument', message: `Document with name ${document} does not exist.` };
    }
    this.opened.push(`${parameters.host[0]}:${parameters.portNumber[0]}`);
    return { SessionId: 'session-1', TokenValue: 'a-token-of-a-session', StreamUrl: 'wss://session' };
  }
}
