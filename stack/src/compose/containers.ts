import { z } from 'zod';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';

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

function describe(found: z.infer<typeof inspected>[number]): Container {
  const { State: state, Config: config, HostConfig: host } = found;
  const variables = (config.Env ?? []).map((entry) => entry.split(/=(.*)/s, 2));
  return {
    id: found.Id,
    service: config.Labels['com.docker.compose.service'] ?? '',
    folder: config.Labels['com.docker.compose.project.working_dir'],
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

/**
 * All containers of a project, running or not; one a service, as a start that was cut off may leave two.
 * @throws StackError when the engine does not answer
 */
export async function inspectContainers(project: string): Promise<Container[]> {
  const filters = [`label=com.docker.compose.project=${project}`, 'label=com.docker.compose.oneoff=False'];
  const list = await docker(['ps', '--all', '--quiet', '--no-trunc', ...filters.flatMap((each) => ['--filter', each])]);
  if (!list.ok) throw dockerFailure('The containers cannot be listed', list);
  const ids = list.stdout.split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  // One that was removed meanwhile makes it fail, but the others are described.
  const answer = await docker(['inspect', '--type', 'container', ...ids]);
  const found = inspected.parse(JSON.parse(answer.stdout.trim() || '[]')).map(describe);
  const newest = new Map<string, Container>();
  for (const each of found.toSorted((a, b) => a.created.localeCompare(b.created))) newest.set(each.service, each);
  return [...newest.values()];
}
