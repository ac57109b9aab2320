import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { setVariables } from '../environment/set-variables.ts';
import { excerpt } from '../logs/excerpt.ts';
import { claimPort } from '../ports/claim.ts';
import { isPortFree } from '../ports/is-free.ts';
import { runTool } from '../process/run-tool.ts';
import { StackError } from '../stack-error.ts';
import { runCompose, type ComposeResult } from './compose-process.ts';
import { recentLines } from './container-logs.ts';
import { inspectContainers, type Container } from './containers.ts';
import { describePortHolder } from './choose-ports.ts';
import { dockerFailure } from './known-failures.ts';
import { ensureProject } from './project.ts';

const files = ['-f', 'docker-compose.yml', '-f', 'docker-compose.production.yml'];
const variable = 'PRODUCTION_PORT';
const defaultPort = 8080;
const upDeadlineMs = 20 * 60_000;
const downDeadlineMs = 120_000;
const maxAttempts = 100;

/** A project of its own beside the development stack's, with data of its own. */
export const productionOf = (project: string): string => `${project}-production`;

const productionProject = async (checkout: Checkout) => productionOf(await ensureProject(checkout));

const isHealthy = ({ status, health }: Container) => status === 'running' && (health ?? 'healthy') === 'healthy';

/** What the images are labelled with, and what the API reports. */
async function versionOf({ root }: Checkout): Promise<Record<string, string>> {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { ok, stdout } = await runTool('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, deadlineMs: 10_000 });
  const revision = ok ? stdout.trim() : 'unknown';
  return { APP_VERSION: ok ? `${version}+${revision}` : version, REVISION: revision };
}

async function isAvailable(port: number): Promise<boolean> {
  const claim = await claimPort(port);
  claim?.release();
  return claim !== undefined && isPortFree(port);
}

/** The wanted port, or the next free one, which is then written into `.env`. */
async function choosePort(checkout: Checkout, running: readonly Container[], say: (line: string) => void) {
  const wanted = Number(process.env[variable] || readEnvFile(checkout)[variable] || defaultPort);
  if (running.some(({ ports }) => ports.includes(wanted))) return wanted;
  for (let port = wanted; port < wanted + maxAttempts; port += 1) {
    if (!(await isAvailable(port))) continue;
    if (port === wanted) return port;
    say(`Port ${wanted} is held by ${await describePortHolder(wanted)}; using ${port} instead`);
    if (!process.env[variable]) setVariables(checkout, { [variable]: String(port) });
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
    { fix: [`All of its log: docker logs ${failed.id.slice(0, 12)}`, 'What runs of it ends by: make down-production'] },
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
  const port = await choosePort(checkout, await inspectContainers(project), say);
  const result = await runCompose(checkout, project, [...files, 'up', '--detach', '--wait'], {
    environment: { ...(await versionOf(checkout)), [variable]: String(port) },
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
  const result = await runCompose(checkout, project, [...files, 'down'], { deadlineMs: downDeadlineMs });
  if (!result.ok) throw dockerFailure('Not all containers could be stopped', result);
  return before.map(({ service }) => service);
}

/** The same, of this checkout; `.env` is completed first. @throws StackError */
export async function downProduction(checkout: Checkout): Promise<string[]> {
  return stopProduction(checkout, await productionProject(checkout));
}
