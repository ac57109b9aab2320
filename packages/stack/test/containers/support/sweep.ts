import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { codeOf } from '../../../src/errors.ts';
import { attempt, docker } from './docker.ts';

/** Name of the folder that holds a copy of the checkout, with the pid of the tests that made it. */
export const copyPrefix = (pid: number): string => `zero to running, tested by ${pid} `;

const ofAnyRun = /^(.*\/zero to running, tested by (\d+) [^/]+)\//;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's may not be signalled, but runs.
    return codeOf(error) === 'EPERM';
  }
}

/** Whether a folder is this user's. One that is not here is of another machine that uses this engine. */
function isMine(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** Ids of what carries a project's label; `list` is such as `volume ls`. */
async function idsOf(project: string, ...list: readonly string[]): Promise<readonly string[]> {
  const ids = await docker(...list, '--quiet', '--filter', `label=com.docker.compose.project=${project}`);
  return [...new Set(ids.split('\n').filter(Boolean))];
}

/** Removes all that Compose made for a project, without the files that it was made from. */
export async function removeProject(project: string): Promise<void> {
  const containers = await idsOf(project, 'ps', '--all');
  // A test that was killed may have left one paused, which takes no signal.
  for (const container of containers) await attempt('docker', ['unpause', container]);
  if (containers.length > 0) await docker('rm', '--force', '--volumes', ...containers);
  for (const kind of ['network', 'volume']) {
    const ids = await idsOf(project, kind, 'ls');
    if (ids.length > 0) await docker(kind, 'rm', ...ids);
  }
  const images = await idsOf(project, 'images');
  if (images.length > 0) await attempt('docker', ['rmi', '--force', ...images]);
}

/** Removes what tests have left that were killed. */
export async function sweep(): Promise<void> {
  const labels = ['{{.Label "com.docker.compose.project"}}', '{{.Label "com.docker.compose.project.working_dir"}}'];
  const lines = (await docker('ps', '--all', '--format', labels.join('\t'))).split('\n');
  for (const line of new Set(lines)) {
    const [project = '', directory = ''] = line.split('\t');
    const [, copy = '', pid = ''] = ofAnyRun.exec(directory) ?? [];
    if (!copy || runs(Number(pid)) || !isMine(copy)) continue;
    await removeProject(project);
    await rm(copy, { recursive: true, force: true });
  }
}
