import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Checkout } from './checkout.ts';
import { runTool } from './process/run.ts';

/** Where the hook is, from the root of the checkout; each worktree runs its own. */
const hook = 'packages/stack/install/pre-commit';

const script = `#!/bin/sh
# Installed by make install. Delete this file, and the checks before a commit are gone.
[ ! -x ${hook} ] || exec ${hook}
`;

/** What a git command prints; undefined where it fails, or where there is no git. */
async function git(root: string, ...args: string[]): Promise<string | undefined> {
  const { ok, stdout } = await runTool('git', ['-C', root, ...args], { deadlineMs: 10_000 });
  return ok ? stdout.trim() : undefined;
}

/**
 * Installs the checks before a commit, if this is a git checkout that has no such hook. A hook of the user's own, also one
 * in a folder that `core.hooksPath` names, is left alone.
 * @returns whether it was installed now
 */
export async function installGitHook({ root }: Pick<Checkout, 'root'>): Promise<boolean> {
  if (!existsSync(join(root, '.git')) || (await git(root, 'config', 'core.hooksPath'))) return false;
  const path = await git(root, 'rev-parse', '--git-path', 'hooks/pre-commit');
  if (!path) return false;
  const file = resolve(root, path);
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, script, { flag: 'wx', mode: 0o755 });
    return true;
  } catch {
    // There is one already, or git's folder may not be written.
    return false;
  }
}
