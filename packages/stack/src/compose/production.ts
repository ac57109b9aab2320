import { packageVersion, type Checkout } from '../checkout.ts';
import { readEnvFile, setVariables } from '../environment/env-file.ts';
import { publishedVariable } from '../environment/settings.ts';
import { claimData } from '../environment/write-env.ts';
import { excerpt } from '../logs/excerpt.ts';
import { isPortAvailable } from '../ports/free-port.ts';
import { runTool } from '../process/run.ts';
import { StackError } from '../stack-error.ts';
import { forStopping, runCompose, type ComposeResult } from './compose-process.ts';
import { recentLines } from './container-logs.ts';
import { inspectContainers, type Container } from './containers.ts';
import { describePortHolder } from './choose-ports.ts';
import { dockerFailure } from './known-failures.ts';
import { ensureProject, refuseOthers } from './project.ts';

const files = ['-f', 'docker-compose.yml', '-f', 'docker-compose.production.yml'];
const variable = 'PRODUCTION_PORT';
const published = publishedVariable(variable);
const defaultPort = 8080;
const upDeadlineMs = 20 * 60_000;
const downDeadlineMs = 120_000;
const maxAttempts = 100;

const suffix = '-production';

/** A project of its own beside the development stack's, with data of its own. */
export const productionOf = (project: string): string => project + suffix;

const productionProject = async (checkout: Checkout) => productionOf(await ensureProject(checkout));

const isHealthy = ({ status, health }: Container) => status === 'running' && (health ?? 'healthy') === 'healthy';

/** What the images are labelled with, and what the API reports. */
async function versionOf({ root }: Checkout): Promise<Record<string, string>> {
  const version = packageVersion(root);
  const { ok, stdout } = await runTool('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, deadlineMs: 10_000 });
  const revision = ok ? stdout.trim() : 'unknown';
  return { APP_VERSION: ok ? `${version}+${revision}` : version, REVISION: revision };
}

/** The wanted port, or the next free one, which is then written beside it into `.env`, for as long as it takes. */
async function choosePort(checkout: Checkout, running: readonly Container[], say: (line: string) => void) {
  const file = readEnvFile(checkout);
  const wanted = Number(file[variable] || defaultPort);
  const kept = running
    .flatMap(({ ports }) => ports)
    .find((port) => port === wanted || String(port) === file[published]);
  if (kept !== undefined) return kept;
  for (let port = wanted; port < wanted + maxAttempts; port += 1) {
    if (!(await isPortAvailable(port))) continue;
    setVariables(checkout, { [published]: port === wanted ? undefined : String(port) });
    if (port !== wanted) {
      say(`Port ${wanted} is held by ${await describePortHolder(wanted)}; using ${port} instead`);
    }
    return port;
  }
  throw new StackError(`No port from ${wanted} on is free`, { fix: [`Choose another ${variable} in .env`] });
}

async function explain(project: string, result: ComposeResult): Promise<StackError> {
  const containers = await inspectContainers(project);
  const failed = containers.find((each) => !isHealthy(each) && each.status !== 'created');
  if (!failed) return dockerFailure('The production images could not be started', result);
  const lines = excerpt(await recentLines(failed.id, failed.startedAt));
  return new StackError(
    [`The ${failed.service} did not start in production (${failed.health ?? failed.status}):`, ...lines].join('\n  '),
    {
      fix: [`Its whole log: docker logs ${failed.id.slice(0, 12)}`, 'Stop what is running of it: make down-production'],
    },
  );
}

/**
 * Builds the production images and runs them behind one port, with the rules of paths of the load balancer in AWS.
 * @param say is told of the port when it is not the wanted one
 * @param onLine gets each line of Compose's output
 * @returns the origin at which all of it answers
 * @throws StackError
 */
export async function upProduction(
  checkout: Checkout,
  say: (line: string) => void,
  onLine: (line: string) => void,
): Promise<string> {
  const project = await productionProject(checkout);
  const running = await inspectContainers(project);
  refuseOthers(checkout, project, running);
  await claimData(checkout, suffix);
  const port = await choosePort(checkout, running, say);
  const result = await runCompose(checkout, project, [...files, 'up', '--detach', '--wait'], {
    environment: { ...(await versionOf(checkout)), [published]: String(port) },
    deadlineMs: upDeadlineMs,
    onLine,
  });
  if (!result.ok) throw await explain(project, result);
  return `http://localhost:${port}`;
}

/**
 * Stops what `upProduction` has started; its data stays.
 * @param project production's own
 * @returns names of the services that were there
 * @throws StackError
 */
export async function stopProduction(checkout: Checkout, project: string): Promise<string[]> {
  const before = await inspectContainers(project);
  if (before.length === 0) return [];
  refuseOthers(checkout, project, before);
  const result = await runCompose(checkout, project, [...files, 'down'], {
    environment: forStopping,
    deadlineMs: downDeadlineMs,
  });
  if (!result.ok) throw dockerFailure('Not all containers could be stopped', result);
  return before.map(({ service }) => service);
}

/** The same, of this checkout; `.env` is completed first. @throws StackError */
export async function downProduction(checkout: Checkout): Promise<string[]> {
  return stopProduction(checkout, await productionProject(checkout));
}
