import { existsSync } from 'node:fs';
import type { Checkout } from '../checkout.ts';
import { checkoutAt } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { runTool } from '../process/run-tool.ts';
import { StackError } from '../stack-error.ts';
import type { Container } from './containers.ts';
import { docker } from './docker.ts';

const label = (name: string) => `com.docker.compose.project${name}`;

/** Containers of this folder, whose `.env` may be gone. */
async function projectOfFolder({ root }: Checkout): Promise<string | undefined> {
  const filter = `label=${label('.working_dir')}=${root}`;
  const { ok, stdout } = await docker(['ps', '--all', '--filter', filter, '--format', `{{.Label "${label('')}"}}`]);
  return ok ? stdout.split('\n').find((name) => name !== '' && !name.endsWith('-production')) : undefined;
}

/** The name by which Compose knows this checkout; undefined when it has none yet. */
export async function findProject(checkout: Checkout): Promise<string | undefined> {
  return (
    process.env.COMPOSE_PROJECT_NAME || readEnvFile(checkout).COMPOSE_PROJECT_NAME || (await projectOfFolder(checkout))
  );
}

/**
 * The same; `.env` is completed with one if it has none.
 * @throws StackError when that cannot be written
 */
export async function ensureProject(checkout: Checkout): Promise<string> {
  const named = process.env.COMPOSE_PROJECT_NAME || readEnvFile(checkout).COMPOSE_PROJECT_NAME;
  if (named) return named;
  const { output } = await runTool('sh', ['stack/env/write.sh'], { cwd: checkout.root, deadlineMs: 60_000 });
  const written = readEnvFile(checkout).COMPOSE_PROJECT_NAME;
  if (written) return written;
  throw new StackError(`.env could not be completed: ${output.trim()}`, {
    fix: ['Set COMPOSE_PROJECT_NAME in it, to a name that no other checkout has.'],
  });
}

/**
 * A folder that was copied with its `.env` has the name of the one it was copied from, whose containers and data it must
 * not touch.
 * @throws StackError when that other one still is what the name is for
 */
export function refuseOthers(checkout: Checkout, project: string, containers: readonly Container[]): void {
  const other = containers.map(({ folder }) => folder).find((folder) => folder && folder !== checkout.root);
  if (!other || !existsSync(other)) return;
  if (readEnvFile(checkoutAt(other)).COMPOSE_PROJECT_NAME !== project) return;
  throw new StackError(`The containers and data of ${project} belong to another checkout: ${other}`, {
    fix: ['Delete the line COMPOSE_PROJECT_NAME from .env here: make dev then gives this checkout its own.'],
  });
}
