import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '@aws-sdk/client-ecs';
import { StackError } from '../../stack-error.ts';
import { Cluster } from '../aws/cluster.ts';
import type { DeployContext } from '../context.ts';
import type { Release } from '../journal.ts';
import type { EnvironmentOutputs } from '../outputs.ts';
import type { StepVoice } from '../report/step-runner.ts';

const deadlineMs = 20 * 60_000;
const pollMs = 3_000;

function failure(service: Service, environment: string, what: string): StackError {
  const events = (service.events ?? []).slice(0, 3).map(({ message = '' }) => `  │ ${message}`);
  return new StackError([`The service ${service.serviceName} ${what}`, ...events].join('\n'), {
    fix: [
      `Its log: make logs ENV=${environment} FOLLOW=0`,
      'Correct it, commit, and run the same command again.',
      `Or go back to what ran before: make rollback ENV=${environment}`,
    ],
  });
}

/** Whether all tasks of a service are those of its last deployment; throws when that has failed. */
async function isSettled(service: Service, image: string, cluster: Cluster, environment: string): Promise<boolean> {
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  const failed = service.deployments?.find(({ rolloutState }) => rolloutState === 'FAILED');
  if (failed) throw failure(service, environment, 'does not become healthy');
  const definition = primary?.taskDefinition ? await cluster.taskDefinition(primary.taskDefinition) : undefined;
  const images = definition?.containerDefinitions?.map((container) => container.image) ?? [];
  // ECS has gone back by itself, which looks like a success.
  if (!images.includes(image)) throw failure(service, environment, 'runs another image than the one deployed');
  return (
    service.deployments?.length === 1 &&
    (primary?.rolloutState ?? 'COMPLETED') === 'COMPLETED' &&
    service.runningCount === service.desiredCount
  );
}

/**
 * Waits until the services run the release, and nothing else.
 * @throws StackError with the services' own words when they do not
 */
export async function waitForServices(
  { region, signal, environment }: DeployContext,
  voice: StepVoice,
  { cluster_name, service_names }: EnvironmentOutputs,
  release: Release,
): Promise<void> {
  const cluster = new Cluster(cluster_name, region, signal);
  const images: readonly [string, string][] = [
    [service_names.api, release.apiImage],
    [service_names.frontend, release.frontendImage],
  ];
  const end = performance.now() + deadlineMs;
  let shown = '';
  for (;;) {
    const services = await cluster.services(images.map(([name]) => name));
    const waiting: string[] = [];
    for (const [name, image] of images) {
      const service = services.find(({ serviceName }) => serviceName === name);
      if (!service) throw new StackError(`ECS has no service ${name}`, { fix: ['Run the same command again.'] });
      if (await isSettled(service, image, cluster, environment.name)) continue;
      waiting.push(`${name}: ${service.runningCount} of ${service.desiredCount} tasks run`);
      if (performance.now() > end)
        throw failure(service, environment.name, `is not settled after ${deadlineMs / 60_000} minutes`);
    }
    if (waiting.length === 0) return;
    if (waiting.join('; ') !== shown) voice.note(waiting.join('; '));
    shown = waiting.join('; ');
    await sleep(pollMs, undefined, { signal });
  }
}
