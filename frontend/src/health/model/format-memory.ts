import { l10n } from '../../ui/l10n.ts';

const mbPerGb = 1_024;

/**
 * An amount of memory: "96 MB", "2 GB", "23.5 GB".
 * @param mb megabytes
 */
export function formatMemory(mb: number): string {
  return mb < mbPerGb ? l10n.t('{0} MB', Math.round(mb)) : l10n.t('{0} GB', Number((mb / mbPerGb).toFixed(1)));
}
