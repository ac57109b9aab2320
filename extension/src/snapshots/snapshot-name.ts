/** Whether a text can name a snapshot: it becomes part of a database's name. */
export function isSnapshotName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,29}$/.test(text);
}
