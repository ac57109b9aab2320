import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import type { DataItem } from '../driver.ts';
import { removeState } from '../state/state-file.ts';
import { inspectContainers } from './containers.ts';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { productionOf, stopProduction } from './production.ts';
import { findProject, refuseOthers } from './project.ts';

const deadlineMs = 60_000;

interface Volume {
  readonly name: string;
  /** What is in it. */
  readonly what: string;
}

const kinds: Readonly<Record<string, string>> = {
  'database-data': 'the database, with all its data',
  'api-cache': "the API's compiled code",
  'frontend-cache': "the frontend's bundled dependencies",
  'workspace-node-modules': "the dev container's dependencies",
  'workspace-extension': "the dev container's build of the extension",
  'workspace-history': "the dev container's shell history",
  'workspace-editor': "the dev container's editor extensions",
};

async function volumesOf(project: string, note = ''): Promise<readonly Volume[]> {
  const filter = `label=com.docker.compose.project=${project}`;
  const { ok, stdout, output, ending } = await docker(['volume', 'ls', '--quiet', '--filter', filter]);
  if (!ok) throw dockerFailure('The volumes cannot be listed', { output, ending });
  return stdout.split('\n').flatMap((name) => {
    if (name === '') return [];
    const own = name.startsWith(`${project}_`) ? name.slice(project.length + 1) : name;
    return { name, what: (kinds[own] ?? `what ${own} holds`) + note };
  });
}

/** Volumes of all that belongs to the project, and of production's. */
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
  const { stdout } = await docker(['system', 'df', '--verbose', '--format', format], { deadlineMs });
  return new Map(
    stdout.split('\n').map((line) => {
      const [name = '', size = ''] = line.split(' ');
      return [name, parseSize(size)] as const;
    }),
  );
}

/** Ids of the images that were built for the project, those included that a later build has replaced. */
async function imagesOf(project: string): Promise<readonly string[]> {
  const filter = `label=com.docker.compose.project=${project}`;
  const { ok, stdout, output, ending } = await docker(['images', '--quiet', '--no-trunc', '--filter', filter]);
  if (!ok) throw dockerFailure('The images cannot be listed', { output, ending });
  return [...new Set(stdout.split('\n').filter(Boolean))];
}

const imagesOfBoth = async (project: string) => [
  ...(await imagesOf(project)),
  ...(await imagesOf(productionOf(project))),
];

const imageSchema = z.array(z.object({ RepoTags: z.array(z.string()).nullable(), Size: z.number() }));

async function imageItems(project: string): Promise<DataItem[]> {
  const ids = await imagesOfBoth(project);
  if (ids.length === 0) return [];
  const { stdout } = await docker(['image', 'inspect', ...ids]);
  const images = imageSchema.parse(JSON.parse(stdout.trim() || '[]'));
  return images.map(({ RepoTags, Size }) => ({
    what: RepoTags?.length ? 'an image, built again when it is needed' : 'an image that a later build has replaced',
    path: `image ${RepoTags?.[0] ?? '<none>'}`,
    bytes: Size,
  }));
}

/** What `make clean` deletes: volumes and built images of the project; see `StackDriver.data`. */
export async function storedItems(checkout: Checkout): Promise<DataItem[]> {
  const project = await findProject(checkout);
  if (!project) return [];
  const volumes = await volumesOfBoth(project);
  const images = await imageItems(project);
  if (volumes.length + images.length === 0) return [];
  refuseOthers(checkout, project, await inspectContainers(project));
  const bytes = volumes.length > 0 ? await sizes() : new Map<string, number>();
  const volumeItems = volumes.map(({ name, what }) => ({ what, path: `volume ${name}`, bytes: bytes.get(name) ?? 0 }));
  return [...volumeItems, ...images];
}

/**
 * Deletes the volumes and the images, after stopping the production images; see `StackDriver.deleteData`.
 * @throws StackError when a volume is in use
 */
export async function deleteStored(checkout: Checkout): Promise<void> {
  const project = await findProject(checkout);
  if (!project) return;
  refuseOthers(checkout, project, await inspectContainers(project));
  await stopProduction(checkout, productionOf(project));
  const volumes = await volumesOfBoth(project);
  if (volumes.length > 0) {
    const removed = await docker(['volume', 'rm', ...volumes.map(({ name }) => name)], { deadlineMs });
    if (!removed.ok) throw dockerFailure('Not all volumes could be deleted', removed);
  }
  // One that another image was made from stays until that is gone: hence the order, newest first, and no complaint.
  for (const image of await imagesOfBoth(project)) await docker(['image', 'rm', '--force', image], { deadlineMs });
  removeState(checkout);
}
