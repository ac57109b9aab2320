import type { Checkout } from '../checkout.ts';
import type { DataItem } from '../driver.ts';
import { removeState } from '../state/write-state.ts';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { findProject } from './project.ts';

const names: Readonly<Record<string, string>> = {
  'database-data': 'the database, with all its data',
  'api-cache': "the API's compiled code",
  'frontend-cache': "the frontend's bundled dependencies",
};

/** Volumes of the four services: those of the dev container hold no data, and go with it. */
async function volumesOf(project: string): Promise<string[]> {
  const filter = `label=com.docker.compose.project=${project}`;
  const { ok, stdout, output, ending } = await docker(['volume', 'ls', '--quiet', '--filter', filter]);
  if (!ok) throw dockerFailure('The volumes cannot be listed', { output, ending });
  const own = new Set(Object.keys(names).map((name) => `${project}_${name}`));
  return stdout.split('\n').filter((name) => own.has(name));
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
  const volumes = project ? await volumesOf(project) : [];
  if (!project || volumes.length === 0) return [];
  const bytes = await sizes();
  return volumes.map((volume) => ({
    what: names[volume.slice(project.length + 1)] ?? volume,
    path: `volume ${volume}`,
    bytes: bytes.get(volume) ?? 0,
  }));
}

/**
 * Deletes the volumes; see `StackDriver.deleteData`.
 * @throws StackError when one is in use
 */
export async function deleteVolumes(checkout: Checkout): Promise<void> {
  const project = await findProject(checkout);
  const volumes = project ? await volumesOf(project) : [];
  if (!project || volumes.length === 0) return;
  const removed = await docker(['volume', 'rm', ...volumes], { deadlineMs: 60_000 });
  if (!removed.ok) throw dockerFailure('Not all volumes could be deleted', removed);
  removeState(checkout);
}
