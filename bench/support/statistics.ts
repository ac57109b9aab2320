/** The value at a quantile (0 to 1) of a sample that is not empty, by the nearest-rank rule. */
function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)];
  if (value === undefined) throw new Error('A quantile needs at least one value.');
  return value;
}

/** The middle of a sample that is not empty. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** "median of 30, 90 % within 280 ms" */
export function describeSpread(values: readonly number[], unit: string): string {
  return `median of ${values.length}, 90 % within ${Math.round(quantile(values, 0.9))} ${unit}`;
}
