import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { jsonAnswer, refusalAnswer, xmlAnswer, type Answer, type Refusal } from './answers.ts';
import { Balancer } from './balancer.ts';
import { MockApi } from './mock-api.ts';
import { putLog } from './put-log.ts';
import { serviceSchema, ServiceTasks } from './service-tasks.ts';
import { SessionTasks } from './session-tasks.ts';
import { Stores } from './stores.ts';
import { describeDefinition, readSecrets } from './task-definition.ts';

/** How a task or the tasks of a service fare. */
export interface Fate {
  /** Exit code of migrations of this image. */
  readonly migrationExit?: number;
  readonly isHealthy?: boolean;
  /** How many of its tasks do not start before one does. */
  readonly failedStarts?: number;
}

interface MigrationTask {
  readonly image: string;
  readonly version: string;
  readonly isStarted: boolean;
  /** What it read when it started. */
  readonly variables: Readonly<Record<string, string>>;
  polls: number;
}

const ecs = 'AmazonEC2ContainerServiceV20141113.';

const account = '123456789012';

const runTaskSchema = z.object({ taskDefinition: z.string(), enableExecuteCommand: z.boolean().default(false) });
const tasksSchema = z.object({ tasks: z.array(z.string()) });
const stopTaskSchema = z.object({ task: z.string() });
const servicesSchema = z.object({ services: z.array(serviceSchema) });

/**
 * Stands before the mock AWS and plays what the mock does not: ECS running tasks, and the load balancer before them. Tasks are
 * not run, but read their secrets, and fare as the stores and the test say. Everything else is the mock's.
 */
export class Cloud {
  readonly #server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
  readonly #front = createServer((incoming, outgoing) => send(outgoing, this.#balancer.answer(incoming)));
  readonly #balancer: Balancer;
  readonly #api: MockApi;
  readonly #name: string;
  readonly #migrations = new Map<string, MigrationTask>();
  readonly #fates: ((version: string) => Fate | undefined)[] = [];
  readonly #services: ServiceTasks;
  readonly #stores = new Stores();
  /** Errors to answer with in place of the mock, by the end of what is asked, such as `GetCallerIdentity`. */
  readonly refusals = new Map<string, Refusal>();
  readonly sessions: SessionTasks;
  /** All that was asked for and changes something, such as `RunTask` or `PUT /bucket/key`. */
  readonly writes: string[] = [];
  /** Images whose migrations ran to a good end. */
  readonly migrated: string[] = [];
  /** Where it is a list: whom a store refused, and after what. Before anybody is answered, all tasks are looked at. */
  refused: string[] | undefined;

  /** @param name what the environment's names begin with, such as `shop-dev` */
  constructor(mockPort: number, name: string) {
    this.#name = name;
    this.#api = new MockApi(mockPort);
    this.sessions = new SessionTasks(name);
    this.#services = new ServiceTasks(this.#api, this.#stores, (version) => this.#fateOf(version).isHealthy ?? true);
    this.#balancer = new Balancer(this.#services, this.#stores);
  }

  async start(): Promise<void> {
    for (const server of [this.#server, this.#front]) await once(server.listen(0, '127.0.0.1'), 'listening');
  }

  stop(): void {
    for (const server of [this.#server, this.#front]) {
      server.closeAllConnections();
      server.close();
    }
  }

  get endpoint(): string {
    return originOf(this.#server);
  }

  get url(): string {
    return originOf(this.#front);
  }

  /** The releases that the API's tasks are of, one for each task that is healthy. */
  get running(): readonly string[] {
    return this.#services.of('api').flatMap(({ isHealthy, version }) => (isHealthy ? version : []));
  }

  /** How many tokens the cache takes. */
  get tokenCount(): number {
    return this.#stores.tokens.length;
  }

  /** Says how what a version is in fares; a version nothing is said of fares well. */
  decide(fate: (version: string) => Fate | undefined): void {
    this.#fates.unshift(fate);
  }

  #fateOf(version: string): Fate {
    return this.#fates.map((each) => each(version)).find(Boolean) ?? {};
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const action = target.split('.').at(-1) || (/Action=(\w+)/.exec(body.toString())?.[1] ?? '');
    const asked = action || `${incoming.method} ${incoming.url}`;
    if (!/^(?:BatchGet|Describe|GET|Get|HEAD|Head|List)/.test(asked)) this.writes.push(asked);
    try {
      const refusal = this.refusals.get(action);
      const answer = refusal
        ? refusalAnswer(refusal, target !== '')
        : await this.#answer(incoming, body, target, action);
      if (this.refused) await this.#lookAtTasks(asked, this.refused);
      send(outgoing, answer);
    } catch {
      outgoing.destroy();
    }
  }

  /** Tells of each task once, and after what. */
  async #lookAtTasks(asked: string, told: string[]): Promise<void> {
    for (const who of await this.#services.refused()) {
      if (!told.some((line) => line.endsWith(who))) told.push(`after ${asked}: ${who}`);
    }
  }

  #answer(incoming: IncomingMessage, body: Buffer, target: string, action: string): Answer | Promise<Answer> {
    const form = new URLSearchParams(target === '' ? body.toString() : '');
    if (action === 'ModifyReplicationGroup' && form.has('AuthToken')) return this.#changeToken(form);
    const json: unknown = target === '' ? undefined : JSON.parse(body.toString());
    if (target === `${ecs}RunTask`) return this.#runTask(json);
    if (target === `${ecs}DescribeTasks`) return this.#describeTasks(json);
    if (target === `${ecs}StopTask`) return this.#stopTask(json);
    if (target === 'AmazonSSM.StartSession') return jsonAnswer(this.sessions.start(json));
    if (target === `${ecs}DescribeServices`) return this.#describeServices(json);
    return this.#forward(incoming, body);
  }

  #forward({ method, url: path, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const forwarded = request({ host: '127.0.0.1', port: this.#api.port, method, path, headers }, (answer) => {
        const named = Object.entries(answer.headers).flatMap(([name, value]) =>
          value ? [[name, value] as const] : [],
        );
        buffer(answer).then(
          (whole) => resolve({ status: answer.statusCode ?? 500, headers: Object.fromEntries(named), body: whole }),
          reject,
        );
      });
      forwarded.once('error', reject);
      forwarded.end(body);
    });
  }

  /** The mock cannot change a token. */
  #changeToken(form: URLSearchParams): Answer {
    const strategy = form.get('AuthTokenUpdateStrategy') ?? '';
    if (!this.#stores.changeToken(form.get('AuthToken') ?? '', strategy)) {
      return refusalAnswer({ code: 'InvalidParameterValue', message: `${strategy} of this token is refused` }, false);
    }
    const group = `<ReplicationGroupId>${form.get('ReplicationGroupId')}</ReplicationGroupId><Status>available</Status>`;
    const result = `<ModifyReplicationGroupResult><ReplicationGroup>${group}</ReplicationGroup></ModifyReplicationGroupResult>`;
    return xmlAnswer(
      `<ModifyReplicationGroupResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/">${result}</ModifyReplicationGroupResponse>`,
    );
  }

  async #runTask(json: unknown): Promise<Answer> {
    const { taskDefinition, enableExecuteCommand } = runTaskSchema.parse(json);
    const { image, version, log, secrets, ...session } = await describeDefinition(this.#api, taskDefinition);
    if (enableExecuteCommand) {
      const started = this.sessions.run(session);
      return jsonAnswer('arn' in started ? { tasks: [{ taskArn: started.arn }], failures: [] } : started);
    }
    const id = `task-${this.#migrations.size + 1}`;
    const arn = `arn:aws:ecs:us-east-1:${account}:task/${this.#name}/${id}`;
    const { migrationExit = 0, failedStarts = 0 } = this.#fateOf(version);
    const earlier = [...this.#migrations.values()].filter((task) => task.version === version).length;
    // The master's login is RDS's own.
    const { PGUSER: _user, PGPASSWORD: _password, ...own } = secrets;
    const variables = await readSecrets(this.#api, own);
    const isStarted = variables !== undefined && earlier >= failedStarts;
    this.#migrations.set(arn, { image, version, isStarted, variables: variables ?? {}, polls: 0 });
    const line =
      migrationExit === 0 ? `applied the migrations of ${version}` : 'relation "tasks" has no column "colour"';
    if (log && isStarted) await putLog(this.#api.port, log.group, `${log.stream}/${id}`, line);
    return jsonAnswer({ tasks: [{ taskArn: arn, lastStatus: 'PROVISIONING' }], failures: [] });
  }

  #describeTasks(json: unknown): Answer {
    const [arn = ''] = tasksSchema.parse(json).tasks;
    if (this.sessions.has(arn)) return jsonAnswer(this.sessions.describe(arn));
    const task = this.#migrations.get(arn);
    if (!task) return jsonAnswer({ tasks: [], failures: [{ arn, reason: 'MISSING' }] });
    task.polls += 1;
    const exitCode = this.#fateOf(task.version).migrationExit ?? 0;
    const isStopped = task.polls > 1;
    if (isStopped && !task.isStarted) {
      const stoppedReason = 'ResourceInitializationError: unable to pull secrets: AccessDeniedException';
      const containers = [{ name: 'migration' }];
      return jsonAnswer({ tasks: [{ taskArn: arn, lastStatus: 'STOPPED', stoppedReason, containers }] });
    }
    if (task.polls === 2 && exitCode === 0) {
      this.migrated.push(task.image);
      this.#stores.giveLogin(task.variables);
    }
    return jsonAnswer({
      tasks: [
        isStopped
          ? { taskArn: arn, lastStatus: 'STOPPED', containers: [{ name: 'migration', exitCode }] }
          : { taskArn: arn, lastStatus: 'RUNNING', containers: [{ name: 'migration' }] },
      ],
    });
  }

  #stopTask(json: unknown): Answer {
    const { task } = stopTaskSchema.parse(json);
    this.sessions.stop(task);
    return jsonAnswer({ task: { taskArn: task, desiredStatus: 'STOPPED' } });
  }

  async #describeServices(json: unknown): Promise<Answer> {
    const answer = await this.#api.ask('ecs', 'DescribeServices', json);
    const parsed = servicesSchema.safeParse(answer);
    if (!parsed.success) return jsonAnswer(answer);
    const services = await Promise.all(
      parsed.data.services.map(async (service) => {
        // Of a service without one, the mock says an empty one, over which Terraform's provider crashes.
        if (isDeepStrictEqual(service['networkConfiguration'], {})) delete service['networkConfiguration'];
        return Object.assign(service, await this.#services.advance(service));
      }),
    );
    return jsonAnswer({ services, failures: [] });
  }
}

function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${address instanceof Object ? address.port : 0}`;
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers }).end(body);
}
