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
} as const;

export type Verb = keyof typeof defaultTargets;

/** A target's name, as in the manifest's patterns. Not an option of make's, nor an assignment, nor what make expands. */
const targetPattern = /^[A-Za-z0-9_.][A-Za-z0-9_./@+-]*$/;

/** Whether a text of the settings can be a target. */
export function isTarget(text: string): boolean {
  return targetPattern.test(text);
}
