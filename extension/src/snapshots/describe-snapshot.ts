import { l10n } from 'vscode';
import type { Snapshot } from './read-snapshots.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** A snapshot as a row to pick. */
export function describeSnapshot(snapshot: Snapshot) {
  const { name, createdAt, bytes, command } = snapshot;
  const taken = new Date(createdAt).toLocaleString();
  const by = command ? l10n.t('taken by {0}', command) : '';
  return { label: name, description: taken, detail: [formatBytes(bytes), by].filter(Boolean).join(', '), snapshot };
}
