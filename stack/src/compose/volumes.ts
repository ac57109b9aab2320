import type { Checkout } from '../checkout.ts';
import type { DataItem } from '../driver.ts';
import { removeState } from '../state/write-state.ts';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { productionOf, stopProduction } from './production.ts';
import { findProject } from './project.ts';

interface Volume {
  readonly name: string;
  /** What is in it. */
  readonly what: string;
}

const kinds: Readonly<Record<string, string>> = {
  'database-data': 'the database, with all its data',
  'api-cache': "the API's compiled code",
  'frontend-cache': "the frontend's bundled dependencies",
};

async function volumesOf(project: string, note = ''): Promise<readonly Volume[]> {
  const filter = `label=com.docker.compose.project=${project}`;
  const { ok, stdout, output, ending } = await docker(['volume', 'ls', '--quiet', '--filter', filter]);
  if (!ok) throw dockerFailure('The volumes cannot be listed', { output, ending });
  return stdout.split('\n').flatMap((name) => {
    const kind = name.startsWith(`${project}_`) ? kinds[name.slice(project.length + 1)] : undefined;
    return kind ? { name, what: kind + note } : [];
  });
}

/** Volumes of the services, in production's project as well: those of the dev container hold no data, and go with it. */
async function volumesOfBoth(project: string): Promise<readonly Volume[]> {
  return [...(await volumesOf(project)), ...(await volumesOf(productionOf(project), ' (of make up-production)'))];
}

const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

function parseSize(text: string): number {
  const [, number = '0', unit = 'B'] = /^([\d.]+)([kMGT]?B)$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? 1);
}

/** Sizes as the engine counts them, by the volume's name. */
async function sizes(): Promise<ReadonlyMap<string, number>> {
  const format = '{{range .Volumes}}{{println .Name .Size}}{{end}}';
  const { stdout } = await docker(['system', 'df', '--verbose', '--format', format], { deadlineMs: 60_000 });
  return new Map(
    stdout.split('\n').map((line) => {
      const [name = '', size = ''] = line.split(' ');
      return [name, parseSize(size)] as const;
    }),
  );
}

/** What the containers have stored; see `StackDriver.data`. */
export async function volumeData(checkout: Checkout): Promise<DataItem[]> {
  const project = await findProject(checkout);
  const volumes = project ? await volumesOfBoth(project) : [];
  if (volumes.length === 0) return [];
  const bytes = await sizes();
  return volumes.map(({ name, what }) => ({ what, path: `volume ${name}`, bytes: bytes.get(name) ?? 0 }));
}

/**
 * Deletes the volumes, after stopping the production images; see `StackDriver.deleteData`.
 * @throws StackError when one is in use
 */
export async function deleteVolumes(checkout: Checkout): Promise<void> {
  const project = await findProject(checkout);
  const volumes = project ? await volumesOfBoth(project) : [];
  if (!project || volumes.length === 0) return;
  await stopProduction(checkout, productionOf(project));
  const names = volumes.map(({ name }) => name);
  const removed = await docker(['volume', 'rm', ...names], { deadlineMs: 60_000 });
  if (!removed.ok) throw dockerFailure('Not all volumes could be deleted', removed);
  removeState(checkout);
}
