import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { putLog } from './put-log.ts';

/** How a task or the tasks of a service fare. */
export interface Fate {
  /** Exit code of migrations of this image. */
  readonly migrationExit?: number;
  readonly isHealthy?: boolean;
}

interface RunningTask {
  readonly image: string;
  polls: number;
}

const ecs = 'AmazonEC2ContainerServiceV20141113.';

const account = '123456789012';

const runTaskSchema = z.object({ taskDefinition: z.string() });
const tasksSchema = z.object({ tasks: z.array(z.string()) });
const definitionSchema = z.object({
  taskDefinition: z.object({
    containerDefinitions: z.array(
      z.object({
        name: z.string(),
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
  readonly refusals = new Map<string, { readonly code: string; readonly message: string }>();
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
  ): Promise<{ image: string; version: string; log?: { group: string; stream: string } }> {
    const answer = await this.#ask(headers, 'DescribeTaskDefinition', { taskDefinition });
    const [container] = definitionSchema.parse(answer).taskDefinition.containerDefinitions;
    const version = container?.environment.find(({ name }) => name === 'APP_VERSION')?.value ?? '';
    const options = container?.logConfiguration?.options;
    return {
      image: container?.image ?? '',
      version,
      ...(options && {
        log: { group: options['awslogs-group'], stream: `${options['awslogs-stream-prefix']}/${container?.name}` },
      }),
    };
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const action = target.split('.').at(-1) || (/Action=(\w+)/.exec(body.toString())?.[1] ?? '');
    const refusal = this.refusals.get(action);
    if (refusal) return refuse(outgoing, refusal, target !== '');
    if (target === `${ecs}RunTask`) return this.#runTask(incoming, body, outgoing);
    if (target === `${ecs}DescribeTasks`) return this.#describeTasks(body, outgoing);
    if (target === `${ecs}DescribeServices`) return this.#describeServices(incoming, body, outgoing);
    const { method, url: path, headers } = incoming;
    const forwarded = request({ host: '127.0.0.1', port: this.#mockPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.once('error', () => outgoing.destroy());
    forwarded.end(body);
  }

  async #runTask({ headers }: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
    const { taskDefinition } = runTaskSchema.parse(JSON.parse(body.toString()));
    const { image, version, log } = await this.#describe(headers, taskDefinition);
    const id = `task-${this.#tasks.size + 1}`;
    const arn = `arn:aws:ecs:us-east-1:${account}:task/zero-to-running-dev/${id}`;
    this.#tasks.set(arn, { image: `${image} ${version}`, polls: 0 });
    const { migrationExit = 0 } = this.#fateOf(version);
    const line =
      migrationExit === 0 ? `applied the migrations of ${version}` : 'relation "tasks" has no column "colour"';
    if (log) await putLog(this.#mockPort, log.group, `${log.stream}/${id}`, line);
    send(outgoing, { tasks: [{ taskArn: arn, lastStatus: 'PROVISIONING' }], failures: [] });
  }

  #describeTasks(body: Buffer, outgoing: ServerResponse): void {
    const [arn = ''] = tasksSchema.parse(JSON.parse(body.toString())).tasks;
    const task = this.#tasks.get(arn);
    if (!task) return send(outgoing, { tasks: [], failures: [{ arn, reason: 'MISSING' }] });
    task.polls += 1;
    const [image = '', version = ''] = task.image.split(' ');
    const exitCode = this.#fateOf(version).migrationExit ?? 0;
    const isStopped = task.polls > 1;
    if (isStopped && exitCode === 0) this.migrated.push(image);
    return send(outgoing, {
      tasks: [
        isStopped
          ? { taskArn: arn, lastStatus: 'STOPPED', containers: [{ name: 'migration', exitCode }] }
          : { taskArn: arn, lastStatus: 'RUNNING', containers: [{ name: 'migration' }] },
      ],
    });
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
    const headers = {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
    };
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

function refuse(outgoing: ServerResponse, { code, message }: { code: string; message: string }, isJson: boolean): void {
  outgoing.statusCode = 403;
  if (isJson) return send(outgoing, { __type: code, message });
  outgoing.setHeader('content-type', 'text/xml');
  outgoing.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}
