import { MakefileUnreadable } from './make-error.ts';
import { runMake } from './run-make.ts';

/** Milliseconds within which make has read a Makefile. */
export const readingDeadlineMs = 10_000;

/** The targets in what `make --print-data-base` prints. */
export function parseTargets(database: string): Set<string> {
  const targets = new Set<string>();
  let isTarget = true;
  for (const line of database.split('\n')) {
    const name = /^([^\s#%:=.][^\s%:=]*):(?!=)/.exec(line)?.[1];
    if (name && isTarget) targets.add(name);
    isTarget = line !== '# Not a target:';
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
