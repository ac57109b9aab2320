import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MakefileUnreadable, runMake, MakeMissing, MakeOutOfBounds } from './run-make.ts';
import { inMessage } from '../common/user-facing-error.ts';
import { l10n } from '@zero-to-running/health/words/l10n';

/** What the extension asks of a Makefile, and the target that does it where the settings name no other. */
export const defaultTargets = {
  start: 'dev',
  stop: 'down',
  restart: 'restart',
  logs: 'logs',
  doctor: 'doctor',
  reset: 'reset',
  undo: 'undo',
  snapshot: 'snapshot',
  snapshots: 'snapshots',
  restore: 'restore',
  plan: 'plan',
  deploy: 'deploy',
  healthToken: 'health-token',
} as const;

export type Verb = keyof typeof defaultTargets;

/** A target's name, as in the manifest's patterns. Not an option of make's, nor an assignment, nor what make expands. */
const targetPattern = /^[A-Za-z0-9_.][A-Za-z0-9_./@+-]*$/;

/** Whether a text of the settings can be a target. */
export function isTarget(text: string): boolean {
  return targetPattern.test(text);
}

/** The names under which make looks for what it reads, in its order. */
const names = ['GNUmakefile', 'makefile', 'Makefile'];

/** The path of the file that make reads in a folder; undefined where there is none. */
export async function findMakefile(folder: string): Promise<string | undefined> {
  const paths = names.map((name) => join(folder, name));
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.find((_path, index) => found[index]);
}

/**
 * Whether a Makefile itself names a target. Nothing is run for it; a target that it only includes is not seen.
 * @param folder its absolute path
 */
export async function namesTarget(folder: string, target: string): Promise<boolean> {
  const makefile = await findMakefile(folder);
  const text = makefile === undefined ? '' : await readFile(makefile, 'utf8').catch(() => '');
  return text
    .split('\n')
    .some((line) => /^[^\s#:=][^:=]*:(?!=)/.test(line) && line.split(':')[0]?.split(/\s+/).includes(target));
}

/** Milliseconds within which make has read a Makefile. */
const readingDeadlineMs = 10_000;

/** The targets in what `make --print-data-base` prints. */
function parseTargets(database: string): Set<string> {
  const targets = new Set<string>();
  let isListed = true;
  for (const line of database.split('\n')) {
    const name = /^([^\s#%:=.][^\s%:=]*):(?!=)/.exec(line)?.[1];
    if (name && isListed) targets.add(name);
    isListed = line !== '# Not a target:';
  }
  return targets;
}

/** What make says where it gives a Makefile up. Who comes to look for a rule for what was asked has read all of it. */
function complaint(stderr: string): string | undefined {
  if (stderr.includes("No rule to make target ':'")) return undefined;
  return stderr.split('\n').find((line) => / \*\*\* .*Stop\.$/.test(line));
}

/**
 * The targets that a folder's Makefile has, also by what it includes. Nothing is made.
 * @throws MakeMissing where there is no make, MakefileUnreadable where make gives the Makefile up, MakeOutOfBounds where it is
 * not read in time
 */
export async function listTargets(folder: string, deadlineMs = readingDeadlineMs): Promise<Set<string>> {
  // A question about a target without a rule or a name of its own, since make does not print without one.
  const args = ['--print-data-base', '--question', '--no-builtin-rules', '--no-builtin-variables', ':'];
  const { stdout, stderr } = await runMake({ folder, args, env: { LC_ALL: 'C' }, deadlineMs });
  const why = complaint(stderr);
  if (why !== undefined) throw new MakefileUnreadable(why);
  return parseTargets(stdout);
}

/**
 * Why it is not known which targets a folder has, for a person.
 * @returns undefined for what nobody foresaw
 */
export function explainNoTargets(error: unknown, folder: string): string | undefined {
  if (error instanceof MakeMissing) {
    return l10n.t('make cannot be found. Install it where this window’s extensions run.');
  }
  if (error instanceof MakefileUnreadable) {
    return l10n.t('make cannot read the Makefile of {0}, so nothing was run: {1}', folder, inMessage(error.message));
  }
  if (error instanceof MakeOutOfBounds && error.bound === 'output') {
    return l10n.t('make prints too much when it reads the Makefile of {0}, so nothing was run.', folder);
  }
  if (error instanceof MakeOutOfBounds) {
    return l10n.t(
      'make could not read the Makefile of {0} within {1} seconds, so nothing was run. Look there for what waits or does not end, such as a $(shell …).',
      folder,
      readingDeadlineMs / 1000,
    );
  }
  return undefined;
}
