import { runMake } from './run-make.ts';

/** Milliseconds within which make has read a Makefile. */
const deadlineMs = 10_000;

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

/**
 * The targets that a folder's Makefile has, also by what it includes. Nothing is made.
 * @throws MakeMissing where there is no make
 */
export async function listTargets(folder: string): Promise<Set<string>> {
  // A question about a target without a rule or a name of its own, since make does not print without one.
  const args = ['--print-data-base', '--question', '--no-builtin-rules', '--no-builtin-variables', ':'];
  const { stdout } = await runMake({ folder, args, env: { LC_ALL: 'C' }, deadlineMs });
  return parseTargets(stdout);
}
