import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { putLog } from './put-log.ts';
import { SessionTasks, type Refusal, type SessionDefinition } from './session-tasks.ts';

/** How a task or the tasks of a service fare. */
export interface Fate {
  /** Exit code of migrations of this image. */
  readonly migrationExit?: number;
  readonly isHealthy?: boolean;
  /** How many of its tasks do not start before one does. */
  readonly failedStarts?: number;
}

interface RunningTask {
  readonly image: string;
  readonly isStarted: boolean;
  polls: number;
}

const ecs = 'AmazonEC2ContainerServiceV20141113.';

const account = '123456789012';

const signature = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
};

const runTaskSchema = z.object({ taskDefinition: z.string(), enableExecuteCommand: z.boolean().default(false) });
const tasksSchema = z.object({ tasks: z.array(z.string()) });
const definitionSchema = z.object({
  taskDefinition: z.object({
    taskRoleArn: z.string().optional(),
    containerDefinitions: z.array(
      z.object({
        name: z.string(),
        readonlyRootFilesystem: z.boolean().default(false),
        image: z.string(),
        environment: z.array(z.object({ name: z.string(), value: z.string() })),
        logConfiguration: z
          .object({ options: z.object({ 'awslogs-group': z.string(), 'awslogs-stream-prefix': z.string() }) })
          .optional(),
      }),
    ),
  }),
});
const servicesSchema = z.object({
  services: z.array(
    z.looseObject({
      serviceName: z.string(),
      taskDefinition: z.string(),
      desiredCount: z.number(),
      status: z.string(),
    }),
  ),
});

/**
 * Stands before the mock AWS and plays what the mock does not: ECS running tasks, and the load balancer before them. Tasks are
 * not run, but fare as the test says of their image. Everything else is the mock's.
 */
export class Cloud {
  readonly #server = createServer((incoming, outgoing) => void this.#answer(incoming, outgoing));
  readonly #balancer = createServer((incoming, outgoing) => void this.#balance(incoming, outgoing));
  readonly #mockPort: number;
  readonly #tasks = new Map<string, RunningTask>();
  readonly #fates: ((version: string) => Fate | undefined)[] = [];
  /** Errors to answer with in place of the mock, by the end of what is asked, such as `GetCallerIdentity`. */
  readonly refusals = new Map<string, Refusal>();
  readonly sessions = new SessionTasks('zero-to-running-dev');
  /** All that was asked for and changes something, such as `RunTask` or `PUT /bucket/key`. */
  readonly writes: string[] = [];
  /** What the cache takes: the token that was rotated in last, and the one before until that is set. */
  cacheTokens: readonly string[] = [];
  /** Images whose migrations ran to a good end. */
  readonly migrated: string[] = [];

  constructor(mockPort: number) {
    this.#mockPort = mockPort;
  }

  async start(): Promise<void> {
    for (const server of [this.#server, this.#balancer]) await once(server.listen(0, '127.0.0.1'), 'listening');
  }

  stop(): void {
    for (const server of [this.#server, this.#balancer]) {
      server.closeAllConnections();
      server.close();
    }
  }

  get endpoint(): string {
    return originOf(this.#server);
  }

  get url(): string {
    return originOf(this.#balancer);
  }

  /** Says how what a version is in fares; a version nothing is said of fares well. */
  decide(fate: (version: string) => Fate | undefined): void {
    this.#fates.unshift(fate);
  }

  #fateOf(version: string): Fate {
    return this.#fates.map((each) => each(version)).find(Boolean) ?? {};
  }

  async #ask(headers: Record<string, unknown>, target: string, body: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.#mockPort}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': ecs + target,
        authorization: String(headers['authorization']),
      },
      body: JSON.stringify(body),
    });
    return response.json();
  }

  async #describe(
    headers: Record<string, unknown>,
    taskDefinition: string,
  ): Promise<{
    image: string;
    version: string;
    log?: { group: string; stream: string };
    session: SessionDefinition;
  }> {
    const answer = await this.#ask(headers, 'DescribeTaskDefinition', { taskDefinition });
    const { taskRoleArn: taskRole, containerDefinitions } = definitionSchema.parse(answer).taskDefinition;
    const [container] = containerDefinitions;
    const version = container?.environment.find(({ name }) => name === 'APP_VERSION')?.value ?? '';
    const options = container?.logConfiguration?.options;
    return {
      image: container?.image ?? '',
      version,
      session: { container: container?.name ?? '', taskRole, isReadOnly: container?.readonlyRootFilesystem ?? false },
      ...(options && {
        log: { group: options['awslogs-group'], stream: `${options['awslogs-stream-prefix']}/${container?.name}` },
      }),
    };
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const action = target.split('.').at(-1) || (/Action=(\w+)/.exec(body.toString())?.[1] ?? '');
    const asked = action || `${incoming.method} ${incoming.url}`;
    if (!/^(?:BatchGet|Describe|GET|Get|HEAD|Head|List)/.test(asked)) this.writes.push(asked);
    const refusal = this.refusals.get(action);
    if (refusal) return refuse(outgoing, refusal, target !== '');
    const form = new URLSearchParams(target === '' ? body.toString() : '');
    if (action === 'ModifyReplicationGroup' && form.has('AuthToken')) return this.#changeToken(form, outgoing);
    if (target === `${ecs}RunTask`) return this.#runTask(incoming, body, outgoing);
    if (target === `${ecs}DescribeTasks`) return this.#describeTasks(body, outgoing);
    if (target === `${ecs}StopTask`) return this.#stopTask(body, outgoing);
    if (target === 'AmazonSSM.StartSession')
      return answerWith(outgoing, this.sessions.start(JSON.parse(body.toString())));
    if (target === `${ecs}DescribeServices`) return this.#describeServices(incoming, body, outgoing);
    const { method, url: path, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port: this.#mockPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.once('error', () => outgoing.destroy());
    forwarded.end(body);
  }

  /** The mock cannot change a token. AWS's rule: SET takes no other than the one that was rotated in last. */
  #changeToken(form: URLSearchParams, outgoing: ServerResponse): void {
    const token = form.get('AuthToken') ?? '';
    const strategy = form.get('AuthTokenUpdateStrategy') ?? '';
    const isLegal = /^[^@"/\s]{16,128}$/.test(token) && (strategy === 'ROTATE' || this.cacheTokens.includes(token));
    if (!isLegal) {
      return refuse(
        outgoing,
        { code: 'InvalidParameterValue', message: `${strategy} of this token is refused` },
        false,
      );
    }
    const before = this.cacheTokens.at(-1);
    this.cacheTokens = strategy === 'SET' ? [token] : [...(before ? [before] : []), token];
    const group = `<ReplicationGroupId>${form.get('ReplicationGroupId')}</ReplicationGroupId><Status>available</Status>`;
    const result = `<ModifyReplicationGroupResult><ReplicationGroup>${group}</ReplicationGroup></ModifyReplicationGroupResult>`;
    outgoing.setHeader('content-type', 'text/xml');
    outgoing.end(
      `<ModifyReplicationGroupResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">${result}</ModifyReplicationGroupResponse>`,
    );
  }

  async #runTask({ headers }: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
    const { taskDefinition, enableExecuteCommand } = runTaskSchema.parse(JSON.parse(body.toString()));
    const { image, version, log, session } = await this.#describe(headers, taskDefinition);
    if (enableExecuteCommand) {
      const started = this.sessions.run(session);
      return answerWith(outgoing, 'arn' in started ? { tasks: [{ taskArn: started.arn }], failures: [] } : started);
    }
    const id = `task-${this.#tasks.size + 1}`;
    const arn = `arn:aws:ecs:us-east-1:${account}:task/zero-to-running-dev/${id}`;
    const { migrationExit = 0, failedStarts = 0 } = this.#fateOf(version);
    const earlier = [...this.#tasks.values()].filter((task) => task.image.endsWith(` ${version}`)).length;
    this.#tasks.set(arn, { image: `${image} ${version}`, isStarted: earlier >= failedStarts, polls: 0 });
    const line =
      migrationExit === 0 ? `applied the migrations of ${version}` : 'relation "tasks" has no column "colour"';
    const isStarted = this.#tasks.get(arn)?.isStarted;
    if (log && isStarted) await putLog(this.#mockPort, log.group, `${log.stream}/${id}`, line);
    send(outgoing, { tasks: [{ taskArn: arn, lastStatus: 'PROVISIONING' }], failures: [] });
  }

  #describeTasks(body: Buffer, outgoing: ServerResponse): void {
    const [arn = ''] = tasksSchema.parse(JSON.parse(body.toString())).tasks;
    if (this.sessions.has(arn)) return send(outgoing, this.sessions.describe(arn));
    const task = this.#tasks.get(arn);
    if (!task) return send(outgoing, { tasks: [], failures: [{ arn, reason: 'MISSING' }] });
    task.polls += 1;
    const [image = '', version = ''] = task.image.split(' ');
    const exitCode = this.#fateOf(version).migrationExit ?? 0;
    const isStopped = task.polls > 1;
    if (isStopped && !task.isStarted) {
      const stoppedReason = 'ResourceInitializationError: unable to pull secrets: AccessDeniedException';
      const containers = [{ name: 'migration' }];
      return send(outgoing, { tasks: [{ taskArn: arn, lastStatus: 'STOPPED', stoppedReason, containers }] });
    }
    if (task.polls === 2 && exitCode === 0) this.migrated.push(image);
    return send(outgoing, {
      tasks: [
        isStopped
          ? { taskArn: arn, lastStatus: 'STOPPED', containers: [{ name: 'migration', exitCode }] }
          : { taskArn: arn, lastStatus: 'RUNNING', containers: [{ name: 'migration' }] },
      ],
    });
  }

  #stopTask(body: Buffer, outgoing: ServerResponse): void {
    const { task } = z.object({ task: z.string() }).parse(JSON.parse(body.toString()));
    this.sessions.stop(task);
    send(outgoing, { task: { taskArn: task, desiredStatus: 'STOPPED' } });
  }

  async #describeServices({ headers }: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
    const answer = await this.#ask(headers, 'DescribeServices', JSON.parse(body.toString()));
    const parsed = servicesSchema.safeParse(answer);
    if (!parsed.success) return send(outgoing, answer);
    const services = await Promise.all(
      parsed.data.services.map(async (service) => {
        const { version } = await this.#describe(headers, service.taskDefinition);
        const isHealthy = this.#fateOf(version).isHealthy ?? true;
        const deployment = {
          id: 'ecs-svc/1',
          status: 'PRIMARY',
          taskDefinition: service.taskDefinition,
          desiredCount: service.desiredCount,
          runningCount: isHealthy ? service.desiredCount : 0,
          rolloutState: isHealthy ? 'COMPLETED' : 'FAILED',
        };
        // Of a service without one, the mock says an empty one, over which Terraform's provider crashes.
        if (isDeepStrictEqual(service['networkConfiguration'], {})) delete service['networkConfiguration'];
        const events = isHealthy ? [] : [{ message: `(service ${service.serviceName}) failed its health checks.` }];
        return Object.assign(service, { runningCount: deployment.runningCount, deployments: [deployment], events });
      }),
    );
    return send(outgoing, { services, failures: [] });
  }

  /** As the load balancer does: the health of what the API's service runs, and the page. */
  async #balance({ url }: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (url !== '/health/all') return void outgoing.setHeader('content-type', 'text/html').end('<!doctype html>');
    const headers = signature;
    // As the small environment names it, and as the real one does.
    const services = ['api', 'zero-to-running-dev-api'];
    const answer = await this.#ask(headers, 'DescribeServices', { cluster: 'zero-to-running-dev', services });
    const [service] = servicesSchema.safeParse(answer).data?.services ?? [];
    const version =
      service && service.status === 'ACTIVE' ? (await this.#describe(headers, service.taskDefinition)).version : '';
    const now = new Date().toISOString();
    const healthy = { status: 'healthy', critical: true, latencyMs: 1, checkedAt: now, since: now };
    return send(outgoing, {
      status: 'ok',
      timestamp: now,
      phase: 'ready',
      version,
      services: { api: healthy, database: healthy, cache: { ...healthy, critical: false } },
      system: { uptime: 1, memory: { used: 1, total: 2 }, platform: 'linux' },
    });
  }
}

function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${address instanceof Object ? address.port : 0}`;
}

function send(outgoing: ServerResponse, body: unknown): void {
  outgoing.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(body));
}

const refusalSchema = z.object({ code: z.string(), message: z.string() });

/** Sends an answer, or refuses with what it says. */
function answerWith(outgoing: ServerResponse, answer: unknown): void {
  const { data: refusal } = refusalSchema.safeParse(answer);
  if (refusal) refuse(outgoing, refusal, true);
  else send(outgoing, answer);
}

function refuse(outgoing: ServerResponse, { code, message }: Refusal, isJson: boolean): void {
  outgoing.statusCode = 403;
  if (isJson) return send(outgoing, { __type: code, message });
  outgoing.setHeader('content-type', 'text/xml');
  outgoing.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}
