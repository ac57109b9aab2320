import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '@aws-sdk/client-ecs';
import { healthAnswerSchema, healthPaths } from '@zero-to-running/health/contract/report';
import { Cluster } from '../aws/cluster.ts';
import { Secret } from '../aws/passwords.ts';
import type { DeployContext } from '../context.ts';
import type { DeploymentJournal, Release } from '../journal.ts';
import { deployedOutputs, passwordOutputs, type EnvironmentOutputs } from '../outputs.ts';
import type { StepReporter } from '../report.ts';
import { dropOldPasswords } from './passwords.ts';
import type { RootModule } from '../terraform/root-module.ts';
import { fetchFailure, healthHeaders, type HealthSource } from '../../health/reports.ts';
import { StackError } from '../../stack-error.ts';

const settleDeadlineMs = 20 * 60_000;
const pollMs = 3_000;

function failure(service: Service, environment: string, what: string): StackError {
  const events = (service.events ?? []).slice(0, 3).map(({ message = '' }) => `  │ ${message}`);
  return new StackError([`The service ${service.serviceName} ${what}`, ...events].join('\n'), {
    fix: [
      `Its log: make logs ENV=${environment} FOLLOW=0`,
      'Fix it, commit, and run the same command again.',
      `Or return to the previous release: make rollback ENV=${environment}`,
    ],
    code: 'services-unhealthy',
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
async function waitForServices(
  { region, signal, environment }: DeployContext,
  reporter: StepReporter,
  { cluster_name, service_names }: EnvironmentOutputs,
  release: Release,
): Promise<void> {
  const cluster = new Cluster(cluster_name, region, signal);
  const images: readonly [string, string][] = [
    [service_names.api, release.apiImage],
    [service_names.frontend, release.frontendImage],
  ];
  const end = performance.now() + settleDeadlineMs;
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
        throw failure(service, environment.name, `has not settled after ${settleDeadlineMs / 60_000} minutes`);
    }
    if (waiting.length === 0) return;
    if (waiting.join('; ') !== shown) reporter.note(waiting.join('; '));
    shown = waiting.join('; ');
    await sleep(pollMs, undefined, { signal });
  }
}

const smokeDeadlineMs = 5 * 60_000;
const requestMs = 10_000;
const firstDelayMs = 500;
const maxDelayMs = 5_000;

/** @returns what is wrong still; undefined when all is well */
async function complaint(source: HealthSource, version: string, signal: AbortSignal): Promise<string | undefined> {
  const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]) };
  const response = await fetch(source.url + healthPaths.all, { ...options, headers: healthHeaders(source) });
  const answer = healthAnswerSchema.safeParse(await response.json());
  if (!answer.success) return `${healthPaths.all} does not answer with a health report`;
  const { status, services } = answer.data;
  const ill = Object.entries(services).flatMap(([name, service]) => (service.status === 'healthy' ? [] : name));
  if (status !== 'ok') return `health is ${status}: ${ill.join(', ')}`;
  if ('version' in answer.data && answer.data.version !== version) return `${answer.data.version} answers`;
  const page = await fetch(source.url, options);
  const isPage = page.ok && page.headers.get('content-type')?.startsWith('text/html');
  return isPage ? undefined : `the page is answered with status ${page.status}`;
}

/**
 * Asks the deployed application, as a user reaches it, until it is healthy and of the right version.
 * @throws StackError with what was wrong last
 */
async function smokeTest(
  { signal, environment }: DeployContext,
  reporter: StepReporter,
  source: HealthSource,
  version: string,
): Promise<void> {
  const end = performance.now() + smokeDeadlineMs;
  let last: string | undefined;
  for (let attempt = 0; performance.now() < end; attempt += 1) {
    const wrong = await complaint(source, version, signal).catch(fetchFailure);
    signal.throwIfAborted();
    if (wrong === undefined) {
      reporter.done(`healthy, ${version}`);
      return;
    }
    if (wrong !== last) reporter.note(wrong);
    last = wrong;
    const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
    await sleep(ceiling * (0.5 + Math.random() / 2), undefined, { signal });
  }
  throw new StackError(`${source.url} is not healthy after ${smokeDeadlineMs / 60_000} minutes: ${last}`, {
    fix: [
      `What it says: make health ENV=${environment.name}, make logs ENV=${environment.name}`,
      `Return to the previous release: make rollback ENV=${environment.name}`,
    ],
  });
}

/** A deployment that went well. */
export interface FinishedDeployment {
  /** `unchanged`: this release was what ran already. */
  readonly status: 'deployed' | 'unchanged';
  readonly url: string;
  readonly version: string;
  /** Whether nothing ran there before. */
  readonly isFirst?: boolean;
}

/** A warning where everybody on the way can read what is sent; undefined where nobody can. */
export function plainHttpWarning(url: string, environment: string): string | undefined {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' || /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) return undefined;
  return `${url} is plain HTTP, which everybody on the way can read and change: set domain in infra/environments/${environment}/terraform.tfvars`;
}

/** What lets one see the details of an environment's health; undefined where it has no such secret. @throws StackError */
export async function healthToken(
  outputs: Readonly<Record<string, unknown>>,
  region: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const health = passwordOutputs(outputs)?.passwords['health'];
  return health && new Secret(health.secret_arn, region, signal).read(health.version_id);
}

/**
 * What every deployment ends with, a rollback too: the services run the release, and it answers.
 * @throws StepFailure
 */
export async function finish(
  context: DeployContext,
  module: RootModule,
  release: Release,
  journal: DeploymentJournal,
): Promise<FinishedDeployment> {
  const { environment, options, region, signal, step } = context;
  const raw = await module.outputs();
  const passwords = passwordOutputs(raw);
  const outputs = await step('wait', 'Wait until the services run it', async (reporter) => {
    const after = deployedOutputs(raw, environment.name);
    await waitForServices(context, reporter, after, release);
    const warning = plainHttpWarning(after.url, environment.name);
    if (warning) reporter.note(`! ${warning}`);
    return after;
  });
  if (passwords)
    await step('retire', 'Drop the previous passwords', (reporter) => dropOldPasswords(context, reporter, passwords));
  const url = options.url ?? outputs.url;
  await step('smoke', 'Test the running application', async (reporter) => {
    const token = process.env['HEALTH_DETAIL_TOKEN'] || (await healthToken(raw, region, signal));
    await smokeTest(context, reporter, { url, token }, release.version);
  });
  const isNew = journal.succeed(release);
  return { status: isNew ? 'deployed' : 'unchanged', url, version: release.version };
}
