function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 0; i < one.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const replaced = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * The name that was probably meant; undefined where none is close.
 * @param atMost how many letters may differ; a third of them, unless given
 */
export function nearest(
  name: string,
  names: readonly string[],
  atMost = Math.max(1, Math.floor(name.length / 3)),
): string | undefined {
  const wanted = name.toLowerCase();
  const rated = names.map((each) => ({ each, far: distance(wanted, each.toLowerCase()) }));
  const [best] = rated.toSorted((a, b) => a.far - b.far);
  return best && best.far <= atMost ? best.each : undefined;
}
