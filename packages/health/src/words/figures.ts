import { l10n } from './l10n.ts';

const kB = 1_024;
const MB = kB * 1_024;
const GB = MB * 1_024;
const TB = GB * 1_024;

const tenths = (value: number) => Number(value.toFixed(1));

/** An amount of bytes, such as `640 kB`, `38 MB`, `23.5 GB`; a kB is 1,024 bytes. Never negative. */
export function formatBytes(bytes: number): string {
  const positive = Math.max(0, bytes);
  // What would round to 1,024 of a unit is one of the next.
  if (positive < 1_023.5 * kB) return l10n.t('{0} kB', Math.ceil(positive / kB));
  if (positive < 1_023.5 * MB) return l10n.t('{0} MB', Math.round(positive / MB));
  if (positive < 1_023.95 * GB) return l10n.t('{0} GB', tenths(positive / GB));
  return l10n.t('{0} TB', tenths(positive / TB));
}

/**
 * An amount of memory as a health report has it.
 * @param mb megabytes of 1,024 kB
 */
export function formatMemory(mb: number): string {
  return formatBytes(mb * MB);
}

const units = [
  { seconds: 86_400, word: (count: number) => l10n.t('{0} d', count) },
  { seconds: 3_600, word: (count: number) => l10n.t('{0} h', count) },
  { seconds: 60, word: (count: number) => l10n.t('{0} min', count) },
  { seconds: 1, word: (count: number) => l10n.t('{0} s', count) },
] as const;

/**
 * A duration in its two largest units, such as `2 h 5 min`; whole seconds, never negative.
 * @param ms milliseconds
 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
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
 * How long something took, such as `0.4 s` or `2 min 5 s`: below ten seconds a tenth matters.
 * @param ms milliseconds
 */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  return seconds < 9.95 ? l10n.t('{0} s', seconds.toFixed(1)) : formatDuration(Math.round(seconds) * 1_000);
}

/** Milliseconds for which something is "just now": reports come every two seconds, and their age would flicker. */
const justNowMs = 5_000;

/**
 * How long ago something was, such as `just now` or `2 h 5 min ago`.
 * @param ms milliseconds
 */
export function formatAgo(ms: number): string {
  return ms < justNowMs ? l10n.t('just now') : l10n.t('{0} ago', formatDuration(ms));
}

/**
 * How old an instant is, such as `12 s` or `2 h 5 min`.
 * @param instant ISO 8601
 * @param now milliseconds since the epoch
 */
export function formatAge(instant: string, now: number = Date.now()): string {
  return formatDuration(now - Date.parse(instant));
}

/** Milliseconds that no probe takes: more is not spelled out. */
const absurdLatencyMs = 100_000;

/**
 * A latency with as many digits as one can use: `0.2 ms`, `14 ms`, `1.2 s`; a dash where there was no answer.
 * @param ms milliseconds
 */
export function formatLatency(ms: number | null): string {
  if (ms === null) return '–';
  if (ms >= absurdLatencyMs) return l10n.t('more than {0} s', 99);
  if (ms < 9.95) return l10n.t('{0} ms', ms.toFixed(1));
  return ms < 999.5 ? l10n.t('{0} ms', Math.round(ms)) : l10n.t('{0} s', (ms / 1_000).toFixed(1));
}
