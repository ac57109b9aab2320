/**
 * Begins on all, some at a time.
 * @returns a promise for each, in order; none is left unhandled when it rejects before it is awaited
 */
export function atATime<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Map<Item, Promise<Result>> {
  const lanes: Promise<unknown>[] = Array.from({ length: limit }, () => Promise.resolve());
  return new Map(
    items.map((item, index) => {
      const lane = index % limit;
      const result = (lanes[lane] ?? Promise.resolve()).then(() => work(item));
      lanes[lane] = result.catch(() => undefined);
      return [item, result];
    }),
  );
}
