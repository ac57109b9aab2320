import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runTool } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

/** The sources that images are built from. */
export interface Revision {
  /** Such as `1.0.0+0123456789ab`; what the application says it is. */
  readonly version: string;
  /** The same as a tag of an image, which has no `+`. */
  readonly tag: string;
  readonly commit: string;
  /** Files that are not as committed. */
  readonly changedFiles: readonly string[];
}

const packageSchema = z.object({ version: z.string() });

const shortLength = 12;

async function git(root: string, ...args: readonly string[]): Promise<string> {
  const { ok, stdout, output } = await runTool('git', args, { cwd: root, deadlineMs: 60_000 });
  if (ok) return stdout;
  throw new StackError(`git ${args[0]} fails: ${output.trim()}`, {
    fix: ['A deployment is of a commit: the checkout has to be a clone of the repository.'],
  });
}

/** The same for the same changes, so that building them twice is seen. */
async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256').update(await git(root, 'diff', 'HEAD', '--binary'));
  const untracked = (await git(root, 'ls-files', '-z', '--others', '--exclude-standard')).split('\0').filter(Boolean);
  for (const file of untracked) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 8);
}

/** @throws StackError outside a git repository */
export async function readRevision(root: string): Promise<Revision> {
  const { version: base } = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const commit = (await git(root, 'rev-parse', 'HEAD')).trim();
  const status = await git(root, 'status', '--porcelain', '-z');
  const changedFiles = status.split('\0').flatMap((line) => line.slice(3) || []);
  const short = commit.slice(0, shortLength);
  const version = `${base}+${short}${changedFiles.length > 0 ? `.dirty.${await fingerprint(root)}` : ''}`;
  return { version, tag: version.replace('+', '-'), commit, changedFiles };
}

/**
 * Whether the migrations may differ between the sources of a deployed version and those of now.
 * @param deployed such as `1.0.0+0123456789ab`
 */
export async function mayHaveNewMigrations(root: string, deployed: string | undefined): Promise<boolean> {
  const commit = /\+([0-9a-f]{7,40})$/.exec(deployed ?? '')?.[1];
  if (!commit) return true;
  const diff = ['diff', '--quiet', commit, '--', 'api/src/db/migrations'];
  const { ok } = await runTool('git', diff, { cwd: root, deadlineMs: 60_000 });
  return !ok;
}
