import { formatBytes } from '@zero-to-running/health/words/figures';
import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import type { Check, Verdict } from '../doctor/check.ts';
import { messageOf } from '../errors.ts';
import type { ToolResult } from '../process/run.ts';
import { serviceNames } from '../services.ts';
import { StackError } from '../stack-error.ts';
import { inspectContainers } from './containers.ts';
import { docker, askVersions, versionFault } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { findProject, refuseOthers } from './project.ts';
import { runningState } from './running-state.ts';

const group = 'Containers';
const enoughMemory = 2 * 1024 ** 3;
const enoughDisk = 3 * 1024 ** 3;

/** An image of the stack with a shell in it: looks at the engine's disk, and at the checkout as the engine sees it. */
const image = 'postgres:16-bookworm';

function check(name: string, verdict: Verdict, found: string, fix?: string): Check {
  return { group, name, verdict, found, ...(fix && verdict !== 'ok' ? { fix } : {}) };
}

function failedCheck(name: string, error: StackError): Check {
  return check(name, 'fail', error.message, error.fix[0]);
}

function version(what: 'engine' | 'compose', name: string, answer: ToolResult): Check {
  if (!answer.ok) return failedCheck(name, dockerFailure(`${name} cannot be used`, answer));
  const found = answer.stdout.trim();
  const fault = versionFault(what, found);
  return fault ? failedCheck(name, fault) : check(name, 'ok', found);
}

const infoSchema = z.object({ MemTotal: z.number(), DockerRootDir: z.string(), OperatingSystem: z.string() });

async function memory(): Promise<Check> {
  const name = 'memory';
  const { stdout } = await docker(['info', '--format', '{{json .}}']);
  const info = infoSchema.safeParse(JSON.parse(stdout || '{}')).data;
  if (!info) return check(name, 'warn', 'the engine does not report it');
  const fix = 'The stack needs about 700 MB: give the engine 2 GB or more (Docker Desktop: Settings > Resources).';
  const found = `${formatBytes(info.MemTotal)}, ${info.OperatingSystem}`;
  return check(name, info.MemTotal >= enoughMemory ? 'ok' : 'warn', found, fix);
}

/** By a container, for the engine may be in a machine of its own; so it takes an image that is here already. */
async function diskAndFiles({ root }: Checkout): Promise<Check[]> {
  const { ok: isHere } = await docker(['image', 'inspect', '--format', 'here', image]);
  if (!isHere)
    return [check('disk, file sharing', 'ok', 'not looked at before the images are here: make dev gets them')];
  const script = 'test -f /checkout/docker-compose.yml && echo shared; df -Pk / | tail -n 1';
  // Fields of a line of CSV: quoted, a path may have commas.
  const mount = `type=bind,"source=${root.replaceAll('"', '""')}",target=/checkout,readonly`;
  const args = ['run', '--rm', '--network', 'none', '--entrypoint', 'sh', '--mount', mount, image, '-c', script];
  const seen = await docker(args, { deadlineMs: 30_000 });
  const shareFix = 'Share the folder with the engine: in Docker Desktop, Settings > Resources > File sharing.';
  if (!seen.ok) return [failedCheck('file sharing', dockerFailure('A container cannot see the checkout', seen))];
  const isShared = seen.stdout.includes('shared');
  const free = Number(/(\d+)\s+\d+%/.exec(seen.stdout)?.[1]) * 1024;
  const freeUp = 'See what uses it: docker system df. Free some: docker builder prune, docker image prune.';
  return [
    check('disk', free >= enoughDisk ? 'ok' : 'warn', `${formatBytes(free)} free where images and volumes are`, freeUp),
    check('file sharing', isShared ? 'ok' : 'fail', isShared ? root : `the engine does not see ${root}`, shareFix),
  ];
}

async function running(checkout: Checkout): Promise<Check> {
  const name = 'stack';
  try {
    const project = await findProject(checkout);
    if (project) refuseOthers(checkout, project, await inspectContainers(project));
    const state = await runningState(checkout);
    if (!state) return check(name, 'ok', 'not running');
    const faults = serviceNames.filter((each) => state.services[each].phase !== 'up');
    if (faults.length === 0) return check(name, 'ok', 'all four containers run');
    const found = faults.map((each) => `${each}: ${state.services[each].message ?? state.services[each].phase}`);
    return check(name, 'warn', found.join('\n'), 'Restart them: make restart. See why: make logs');
  } catch (error) {
    return check(name, 'fail', messageOf(error), error instanceof StackError ? error.fix[0] : undefined);
  }
}

/** What running the stack in containers needs. */
export async function composeChecks(checkout: Checkout): Promise<Check[]> {
  const { engine, compose } = await askVersions();
  const versions = [version('engine', 'Docker engine', engine), version('compose', 'Docker Compose', compose)];
  if (!engine.ok || !compose.ok) return versions;
  // Inside the dev container, folders have other names than the engine knows.
  const [machine, places, stack] = await Promise.all([
    memory(),
    checkout.isInDevContainer ? [] : diskAndFiles(checkout),
    running(checkout),
  ]);
  return [...versions, machine, ...places, stack];
}
