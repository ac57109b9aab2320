import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** A user that a service runs as in place of root. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function lookUp(user: string | number): SystemUser | undefined {
  try {
    const id = (flag: string) => execFileSync('id', [flag, '--', String(user)], { encoding: 'utf8', stdio: 'pipe' });
    return { name: id('-un').trim(), uid: Number(id('-u')), gid: Number(id('-g')) };
  } catch {
    return undefined;
  }
}

/**
 * Who runs the services when root starts them, as PostgreSQL refuses to run as root: the owner of the checkout, or
 * `nobody` where that is root too or has no name on this machine.
 * @returns undefined when this is not root, and services run as whoever starts them
 */
export function serviceUser(root: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid } = statSync(root);
  const user = (uid !== 0 && lookUp(uid)) || lookUp('nobody');
  return user || { name: 'nobody', uid: 65_534, gid: 65_534 };
}

/** Whether a user may read these files and list these folders, which depends on every folder above them as well. */
export function mayRead(user: SystemUser, paths: readonly string[]): boolean {
  const test = 'for path; do [ -r "$path" ] || exit 1; [ ! -d "$path" ] || [ -x "$path" ] || exit 1; done';
  const { status } = spawnSync('/bin/sh', ['-c', test, 'sh', ...paths], { cwd: '/', uid: user.uid, gid: user.gid });
  return status === 0;
}

/** Options of `spawn` for running as a user; none for undefined. */
export function runAs(user: SystemUser | undefined): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}
