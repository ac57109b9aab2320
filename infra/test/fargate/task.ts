import { z } from 'zod';
import type { Resource } from '../support/resources.ts';

const pair = z.object({ name: z.string(), value: z.string() });

const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  user: z.string().optional(),
  entryPoint: z.array(z.string()).nullish(),
  command: z.array(z.string()).nullish(),
  readonlyRootFilesystem: z.boolean().default(false),
  environment: z.array(pair).default([]),
  secrets: z.array(z.object({ name: z.string() })).default([]),
  portMappings: z.array(z.object({ containerPort: z.number() })).default([]),
  mountPoints: z
    .array(z.object({ sourceVolume: z.string(), containerPath: z.string(), readOnly: z.boolean().default(false) }))
    .default([]),
  linuxParameters: z
    .object({
      capabilities: z.object({ add: z.array(z.string()).nullish(), drop: z.array(z.string()).nullish() }).optional(),
      initProcessEnabled: z.boolean().default(false),
      tmpfs: z
        .array(z.object({ containerPath: z.string(), size: z.number(), mountOptions: z.array(z.string()).default([]) }))
        .nullish(),
    })
    .default({ initProcessEnabled: false }),
});

/** A container as ECS is told to run it. */
type Container = z.infer<typeof containerSchema>;

const definitionSchema = z.object({ container_definitions: z.string(), memory: z.string() });

/** A task of one container, and the memory that the whole of it gets, in MiB. */
export interface Task {
  readonly container: Container;
  readonly memoryMib: number;
}

/** The tasks of a state, by the name of their container: the services' and those that run once. */
export function tasksOf(resources: readonly Resource[]): ReadonlyMap<string, Task> {
  return new Map(
    resources
      .filter(({ type }) => type === 'aws_ecs_task_definition')
      .map(({ values }) => {
        const { container_definitions: json, memory } = definitionSchema.parse(values);
        const [container] = z.array(containerSchema).length(1).parse(JSON.parse(json));
        if (!container) throw new Error('A task has no container');
        return [container.name, { container, memoryMib: Number(memory) }];
      }),
  );
}

/** What the place where a task runs adds to its definition. */
export interface Surroundings {
  /** The image that was built, in place of the one that the definition names. */
  readonly image: string;
  readonly network: string;
  /** Paths that the image declares as `VOLUME`. */
  readonly declaredVolumes: readonly string[];
  /** Values in place of the definition's, such as where the database is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of a secret's name, what Secrets Manager would say. */
  readonly secret: (name: string) => string;
  /** Name of the volume for one of the task's. */
  readonly volume: (name: string) => string;
}

/**
 * A file system in memory as it is made: root's, with 0755, unless the options say otherwise. It is a volume, for Docker's
 * `--tmpfs` takes the mode of the image's folder whatever is asked for.
 */
function memoryMount(path: string, mountOptions: readonly string[], mib: number): string {
  const mode = mountOptions.some((option) => option.startsWith('mode=')) ? [] : ['mode=0755'];
  const options = [`size=${mib}m`, ...mountOptions, ...mode].join(',');
  const volume = 'type=volume,volume-nocopy,volume-opt=type=tmpfs,volume-opt=device=tmpfs';
  return `--mount=${volume},"volume-opt=o=${options}",target=${path}`;
}

/**
 * The arguments of `docker run` by which Docker treats a container as Fargate 1.4 does, and no kinder: an empty volume is
 * root's and not writable by others, unless the image declares that very path as a volume (AWS, "Use bind mounts with
 * Amazon ECS").
 */
export function dockerArguments({ container, memoryMib }: Task, around: Surroundings): string[] {
  const { capabilities, initProcessEnabled: hasInit, tmpfs } = container.linuxParameters;
  const environment = {
    ...Object.fromEntries(container.environment.map(({ name, value }) => [name, value])),
    ...Object.fromEntries(container.secrets.map(({ name }) => [name, around.secret(name)])),
    ...around.environment,
  };
  const [entry, ...entryArguments] = container.entryPoint ?? [];
  return [
    'run',
    '--detach',
    `--network=${around.network}`,
    `--label=fargate=${around.network}`,
    `--memory=${memoryMib}m`,
    ...(container.user ? [`--user=${container.user}`] : []),
    ...(container.readonlyRootFilesystem ? ['--read-only'] : []),
    ...(hasInit ? ['--init'] : []),
    ...(capabilities?.drop ?? []).map((name) => `--cap-drop=${name}`),
    ...(capabilities?.add ?? []).map((name) => `--cap-add=${name}`),
    ...(tmpfs ?? []).map(({ containerPath, size, mountOptions }) => memoryMount(containerPath, mountOptions, size)),
    ...container.mountPoints.map(({ sourceVolume, containerPath, readOnly }) => {
      const copies = around.declaredVolumes.includes(containerPath) ? '' : ',volume-nocopy';
      return `--mount=type=volume,source=${around.volume(sourceVolume)},target=${containerPath}${readOnly ? ',readonly' : ''}${copies}`;
    }),
    ...container.portMappings.map(({ containerPort }) => `--publish=127.0.0.1::${containerPort}`),
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
    '--no-healthcheck',
    ...(entry ? [`--entrypoint=${entry}`] : []),
    around.image,
    ...entryArguments,
    ...(container.command ?? []),
  ];
}
