import { z } from 'zod';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import type { ServicePhase, ServiceState } from '../state/stack-state.ts';

const inspected = z.array(
  z.object({
    Id: z.string(),
    Created: z.string(),
    RestartCount: z.int(),
    State: z.object({
      Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
      ExitCode: z.int(),
      OOMKilled: z.boolean(),
      Error: z.string(),
      StartedAt: z.string(),
      FinishedAt: z.string(),
      Health: z.object({ Status: z.string(), Log: z.array(z.object({ Output: z.string() })).nullable() }).optional(),
    }),
    Config: z.object({
      Image: z.string(),
      Env: z.array(z.string()).nullable(),
      Labels: z.record(z.string(), z.string()),
      Healthcheck: z.object({ Test: z.array(z.string()).nullable().optional() }).optional(),
    }),
    HostConfig: z.object({
      PortBindings: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable()).nullable(),
    }),
    Mounts: z.array(z.object({ Type: z.string(), Name: z.string().optional() })),
  }),
);

/** A container of a Compose project, as the engine describes it. */
export interface Container {
  readonly id: string;
  readonly service: string;
  /** Folder that the project was started from. */
  readonly folder: string | undefined;
  /** Compose files that it was started by. */
  readonly files: readonly string[];
  readonly created: string;
  readonly status: z.infer<typeof inspected>[number]['State']['Status'];
  /** `starting`, `healthy`, `unhealthy`; undefined without a health check. */
  readonly health: string | undefined;
  /** What the last health check said. */
  readonly healthOutput: string;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** Why it could not be started. */
  readonly error: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restarts: number;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ports of the host that it publishes. */
  readonly ports: readonly number[];
  /** Names of the volumes that it uses. */
  readonly volumes: readonly string[];
}

/**
 * The files that a label of Compose's names, which joins absolute paths by commas: a comma that no slash follows belongs to
 * a path.
 */
export function splitConfigFiles(label: string | undefined): string[] {
  return label?.split(/,(?=\/)/).filter((file) => file !== '') ?? [];
}

function describe(found: z.infer<typeof inspected>[number]): Container {
  const { State: state, Config: config, HostConfig: host } = found;
  const variables = (config.Env ?? []).map((entry) => entry.split(/=(.*)/s, 2));
  return {
    id: found.Id,
    service: config.Labels['com.docker.compose.service'] ?? '',
    folder: config.Labels['com.docker.compose.project.working_dir'],
    files: splitConfigFiles(config.Labels['com.docker.compose.project.config_files']),
    created: found.Created,
    status: state.Status,
    health: state.Health?.Status,
    healthOutput: state.Health?.Log?.at(-1)?.Output ?? '',
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    error: state.Error,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    restarts: found.RestartCount,
    image: config.Image,
    environment: Object.fromEntries(variables.map(([name = '', value = '']) => [name, value])),
    ports: Object.values(host.PortBindings ?? {}).flatMap((bindings) =>
      (bindings ?? []).map(({ HostPort }) => Number(HostPort)),
    ),
    volumes: found.Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name ? [Name] : [])),
  };
}

const checkDeadlineMs = 5_000;

/** Arguments of `docker exec` that run a health check. @returns undefined for a container without one */
export function healthCheckCommand(test: readonly string[] | null | undefined): readonly string[] | undefined {
  const [kind, ...command] = test ?? [];
  if (kind === 'CMD') return command;
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...command] : undefined;
}

/**
 * A container with its health as it is now. The engine checks so seldom that a container which has recovered is unhealthy
 * for half a minute still; so one that the engine says is unhealthy is checked again.
 */
async function withFreshHealth(found: z.infer<typeof inspected>[number]): Promise<Container> {
  const container = describe(found);
  if (container.status !== 'running' || container.health !== 'unhealthy') return container;
  const command = healthCheckCommand(found.Config.Healthcheck?.Test);
  if (!command) return container;
  const check = await docker(['exec', found.Id, ...command], { deadlineMs: checkDeadlineMs });
  return check.ok ? { ...container, health: 'healthy', healthOutput: '' } : container;
}

/** @param oneOff whether those that `docker compose run` has started are meant, or the others */
async function containersOf(project: string, oneOff: boolean): Promise<Container[]> {
  const label = 'label=com.docker.compose';
  const filters = [`${label}.project=${project}`, `${label}.oneoff=${oneOff ? 'True' : 'False'}`];
  const list = await docker(['ps', '--all', '--quiet', '--no-trunc', ...filters.flatMap((each) => ['--filter', each])]);
  if (!list.ok) throw dockerFailure('The containers cannot be listed', list);
  const ids = list.stdout.split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  // One that was removed meanwhile makes it fail, but the others are described.
  const answer = await docker(['inspect', '--type', 'container', ...ids]);
  return Promise.all(inspected.parse(JSON.parse(answer.stdout.trim() || '[]')).map(withFreshHealth));
}

/**
 * All containers of a project's services, running or not; one a service, as a start that was cut off may leave two.
 * @throws StackError when the engine does not answer
 */
export async function inspectContainers(project: string): Promise<Container[]> {
  const found = await containersOf(project, false);
  const newest = new Map<string, Container>();
  for (const each of found.toSorted((a, b) => a.created.localeCompare(b.created))) newest.set(each.service, each);
  return [...newest.values()];
}

/**
 * What `docker compose run` has started of a project: any number beside the container of a service.
 * @throws StackError when the engine does not answer
 */
export function inspectOneOffs(project: string): Promise<Container[]> {
  return containersOf(project, true);
}

type Condition = Pick<ServiceState, 'phase' | 'since'> & Partial<Pick<ServiceState, 'message' | 'fix'>>;

const logAdvice = ({ service }: Container) => `make logs SERVICE=${service} FOLLOW=0 shows why`;

function failed(container: Container, since: string, message: string, fix: readonly string[] = []): Condition {
  return { phase: 'failed', since, message, fix: [...fix, logAdvice(container)] };
}

/** Times that the engine starts a container again by itself before it counts as failed, although the engine goes on trying. */
const maxRestarts = 2;

/** Whether it ends each time that it is started. */
const isCrashLooping = ({ restarts, status, health }: Container): boolean =>
  restarts > maxRestarts && (status === 'restarting' || (status === 'running' && health === 'starting'));

function crashLoop(container: Container, since: string): Condition {
  const { exitCode } = container;
  // While it runs, the engine has no exit code of the last time.
  const ending = exitCode === 0 ? '' : `, with exit code ${exitCode} the last time`;
  return failed(container, since, `it ends each time it is started${ending}`);
}

function running(container: Container): Condition {
  const { health, startedAt: since, healthOutput, restarts } = container;
  if (health === 'unhealthy') {
    const said = healthOutput.trim().split('\n').at(-1);
    return failed(container, since, `it runs, but its health check fails${said ? `: ${said}` : ''}`);
  }
  if (isCrashLooping(container)) return crashLoop(container, since);
  const phase: ServicePhase = health === 'starting' ? 'starting' : 'up';
  if (phase === 'starting' && restarts > 0)
    return { phase, since, message: `started again after it ended, ${restarts} times so far` };
  return { phase, since };
}

/** 0 and the signals with which one stops a container are no failures. */
const stoppedOnPurpose = new Set([0, 130, 137, 143]);

function ended(container: Container): Condition {
  const { exitCode, outOfMemory, error, finishedAt: since } = container;
  if (outOfMemory) return failed(container, since, 'it took more memory than docker-compose.yml allows it');
  if (error) return failed(container, since, error);
  if (stoppedOnPurpose.has(exitCode)) return { phase: 'stopped', since };
  return failed(container, since, `it ended with exit code ${exitCode}`, ['make dev starts it again']);
}

/** How a service does, by its container. */
export function conditionOf(container: Container): Condition {
  switch (container.status) {
    case 'running':
      return running(container);
    case 'created':
      return container.error ? ended(container) : { phase: 'waiting', since: container.created };
    case 'restarting':
      if (isCrashLooping(container)) return crashLoop(container, container.finishedAt);
      return {
        phase: 'restarting',
        since: container.finishedAt,
        message: `it ended with exit code ${container.exitCode}, and is started again`,
      };
    case 'paused':
      return failed(container, container.startedAt, 'it is paused', [`docker unpause ${container.id.slice(0, 12)}`]);
    case 'removing':
      return { phase: 'stopping', since: container.finishedAt };
    default:
      return ended(container);
  }
}

/** What runs in it, as the image's environment tells. */
export function programOf({ environment, image }: Container): string {
  const { PG_VERSION, PG_MAJOR, REDIS_VERSION, NODE_VERSION } = environment;
  if (PG_MAJOR) return `PostgreSQL ${PG_VERSION?.split('-')[0] ?? PG_MAJOR}`;
  if (REDIS_VERSION) return `Redis ${REDIS_VERSION}`;
  return NODE_VERSION ? `Node ${NODE_VERSION}` : image;
}

/** Whether it takes part in the stack at present. */
export function isActive({ status }: Container): boolean {
  return ['running', 'restarting', 'paused'].includes(status);
}
