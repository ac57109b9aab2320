import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { ensureEnvFile } from '../environment/write-env.ts';
import { otherStarter, otherStarterInside } from '../ownership.ts';
import { StackError } from '../stack-error.ts';
import { inspectContainers, type Container } from './containers.ts';
import { docker } from './docker.ts';

const label = (name: string) => `com.docker.compose.project${name}`;

/** Containers of this folder, whose `.env` may be gone. */
async function projectOfFolder({ root }: Checkout): Promise<string | undefined> {
  const filter = `label=${label('.working_dir')}=${root}`;
  const { ok, stdout } = await docker(['ps', '--all', '--filter', filter, '--format', `{{.Label "${label('')}"}}`]);
  return ok ? stdout.split('\n').find((name) => name !== '' && !name.endsWith('-production')) : undefined;
}

/**
 * The name by which Compose knows this checkout, as `.env` has it; undefined when it has none yet. A name in the
 * environment is no order but inside the dev container, where it is that of the container's own project.
 */
export async function findProject(checkout: Checkout): Promise<string | undefined> {
  const named =
    (checkout.isInDevContainer && process.env.COMPOSE_PROJECT_NAME) || readEnvFile(checkout).COMPOSE_PROJECT_NAME;
  return named || (await projectOfFolder(checkout));
}

/**
 * The same; `.env` is completed with one if it has none.
 * @throws StackError when that cannot be written
 */
export async function ensureProject(checkout: Checkout): Promise<string> {
  const named = readEnvFile(checkout).COMPOSE_PROJECT_NAME;
  if (named) return named;
  const output = await ensureEnvFile(checkout);
  const written = readEnvFile(checkout).COMPOSE_PROJECT_NAME;
  if (written) return written;
  throw new StackError(`.env could not be completed: ${output}`, {
    fix: ['Set COMPOSE_PROJECT_NAME in it, to a name that no other checkout has.'],
  });
}

/** The other checkout that a project's containers belong to; undefined when they are this one's. */
function projectOwner(checkout: Checkout, containers: readonly Container[]): string | undefined {
  return checkout.isInDevContainer ? otherStarterInside(containers) : otherStarter(checkout, containers);
}

/**
 * A folder that was copied with its `.env` has the name of the one it was copied from, whose containers and data it must
 * not touch; and a name that somebody chose may be that of quite another project.
 * @throws StackError when another folder's Compose has started any of the containers
 */
export function refuseOthers(checkout: Checkout, project: string, containers: readonly Container[]): void {
  const other = projectOwner(checkout, containers);
  if (other === undefined) return;
  throw new StackError(`The containers and data of ${project} belong to another checkout: ${other}`, {
    code: 'not-own',
    fix: ['Delete the line COMPOSE_PROJECT_NAME from .env here: make dev then gives this checkout its own.'],
  });
}

/** The containers of this checkout's project: none when they are another checkout's. Errors as of `inspectContainers`. */
export async function ownContainers(
  checkout: Checkout,
): Promise<{ project: string | undefined; containers: Container[] }> {
  const project = await findProject(checkout);
  const containers = project === undefined ? [] : await inspectContainers(project);
  return { project, containers: projectOwner(checkout, containers) === undefined ? containers : [] };
}
