import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Release } from '../journal.ts';

/**
 * The same task with a release's API image, to be registered.
 * @returns undefined when it has that image already
 */
export function taskDefinitionWith(
  definition: TaskDefinition,
  { apiImage, version }: Pick<Release, 'apiImage' | 'version'>,
): RegisterTaskDefinitionCommandInput | undefined {
  const [container, ...others] = definition.containerDefinitions ?? [];
  if (container?.image === apiImage) return undefined;
  const environment = (container?.environment ?? []).map(({ name, value }) => ({
    name,
    value: name === 'APP_VERSION' ? version : value,
  }));
  return {
    family: definition.family,
    containerDefinitions: [{ ...container, environment, image: apiImage }, ...others],
    taskRoleArn: definition.taskRoleArn,
    executionRoleArn: definition.executionRoleArn,
    networkMode: definition.networkMode,
    volumes: definition.volumes,
    requiresCompatibilities: definition.requiresCompatibilities,
    cpu: definition.cpu,
    memory: definition.memory,
    runtimePlatform: definition.runtimePlatform,
    ephemeralStorage: definition.ephemeralStorage,
  };
}
