import { l10n } from '../../ui/l10n.ts';

const units = [
  { seconds: 86_400, word: (count: number) => l10n.t('{0} d', count) },
  { seconds: 3_600, word: (count: number) => l10n.t('{0} h', count) },
  { seconds: 60, word: (count: number) => l10n.t('{0} min', count) },
  { seconds: 1, word: (count: number) => l10n.t('{0} s', count) },
] as const;

/**
 * A duration in its two largest units, such as "2 h 5 min"; whole seconds, never negative.
 * @param ms milliseconds
 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const first = units.findIndex((unit) => seconds >= unit.seconds);
  if (first === -1) return l10n.t('{0} s', 0);
  let rest = seconds;
  const parts: string[] = [];
  for (const unit of units.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) parts.push(unit.word(count));
  }
  return parts.join(' ');
}

/**
 * How long ago an instant was, such as "2 h 5 min ago".
 * @param ms milliseconds
 */
export function formatAgo(ms: number): string {
  return l10n.t('{0} ago', formatDuration(ms));
}
