import { z } from 'zod';
import type { MockApi } from './mock-api.ts';

const pair = z.object({ name: z.string(), value: z.string() });

const definitionSchema = z.object({
  taskDefinition: z.object({
    taskRoleArn: z.string().optional(),
    containerDefinitions: z.array(
      z.object({
        name: z.string(),
        readonlyRootFilesystem: z.boolean().default(false),
        image: z.string(),
        environment: z.array(pair).default([]),
        secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).default([]),
        logConfiguration: z
          .object({ options: z.object({ 'awslogs-group': z.string(), 'awslogs-stream-prefix': z.string() }) })
          .optional(),
      }),
    ),
  }),
});

/** What ECS knows of a task before it runs. */
export interface TaskDefinition {
  readonly container: string;
  readonly image: string;
  readonly version: string;
  readonly taskRole: string | undefined;
  readonly isReadOnly: boolean;
  /** Where the value of each secret variable is. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly log: { readonly group: string; readonly stream: string } | undefined;
}

/** @param arn of a definition of one container */
export async function describeDefinition(api: MockApi, arn: string): Promise<TaskDefinition> {
  const answer = await api.ask('ecs', 'DescribeTaskDefinition', { taskDefinition: arn });
  const { taskRoleArn: taskRole, containerDefinitions } = definitionSchema.parse(answer).taskDefinition;
  const [container] = containerDefinitions;
  const options = container?.logConfiguration?.options;
  return {
    container: container?.name ?? '',
    image: container?.image ?? '',
    version: container?.environment.find(({ name }) => name === 'APP_VERSION')?.value ?? '',
    taskRole,
    isReadOnly: container?.readonlyRootFilesystem ?? false,
    secrets: Object.fromEntries(container?.secrets.map(({ name, valueFrom }) => [name, valueFrom]) ?? []),
    log: options && {
      group: options['awslogs-group'],
      stream: `${options['awslogs-stream-prefix']}/${container?.name}`,
    },
  };
}

const secretSchema = z.object({ SecretString: z.string() });

const parameterSchema = z.object({ Parameter: z.object({ Value: z.string() }) });

/** @param from as a task definition has it: an ARN of a parameter, or of a secret with a key, a label and a version */
async function readSecret(api: MockApi, from: string): Promise<string> {
  const [, parameter] = /:parameter(\/.*)$/.exec(from) ?? [];
  if (parameter) {
    const found = await api.ask('ssm', 'GetParameter', { Name: parameter, WithDecryption: true });
    return parameterSchema.parse(found).Parameter.Value;
  }
  const parts = from.split(':');
  const [key, label, version] = parts.slice(7);
  const { SecretString: text } = secretSchema.parse(
    await api.ask('secretsmanager', 'GetSecretValue', {
      SecretId: parts.slice(0, 7).join(':'),
      ...(label && { VersionStage: label }),
      ...(version && { VersionId: version }),
    }),
  );
  return key ? (z.record(z.string(), z.string()).parse(JSON.parse(text))[key] ?? '') : text;
}

/**
 * The secret variables of a task that starts now, as ECS reads them: once.
 * @returns undefined where one has no value, with which no task starts
 */
export async function readSecrets(
  api: MockApi,
  secrets: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const read = Object.entries(secrets).map(async ([name, from]) => [name, await readSecret(api, from)] as const);
    return Object.fromEntries(await Promise.all(read));
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
}
