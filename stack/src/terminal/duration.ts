const steps: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
];

/** Such as `0.4 s`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const step = steps.find(([, length]) => seconds >= length);
  return step ? `${Math.floor(seconds / step[1])} ${step[0]}` : `${Math.round(seconds)} s`;
}

/** How long ago an instant of ISO 8601 was. */
export function formatAge(instant: string, now = Date.now()): string {
  return formatDuration(now - Date.parse(instant));
}
