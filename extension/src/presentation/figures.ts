import { l10n } from '../common/l10n.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration in its largest unit, such as `12 s` or `3 h`; never negative. */
export function duration(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < minute) return l10n.t('{0} s', Math.floor(positive / second));
  if (positive < hour) return l10n.t('{0} min', Math.floor(positive / minute));
  return positive < day ? l10n.t('{0} h', Math.floor(positive / hour)) : l10n.t('{0} d', Math.floor(positive / day));
}

/**
 * How long ago an instant was.
 * @param at ISO 8601
 * @param now milliseconds since the epoch
 */
export function ago(at: string, now: number): string {
  return l10n.t('{0} ago', duration(now - Date.parse(at)));
}

/** Milliseconds as a person reads them; what no probe takes is not spelled out. */
export function latency(ms: number | null): string {
  if (ms === null) return '–';
  if (ms >= 100_000) return l10n.t('more than {0} s', 99);
  return ms < 100 ? l10n.t('{0} ms', ms.toFixed(1)) : l10n.t('{0} ms', Math.round(ms));
}
