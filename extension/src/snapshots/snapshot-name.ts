/** Whether a text can name a snapshot: it becomes a file's name. */
export function isSnapshotName(text: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,62}$/.test(text);
}
