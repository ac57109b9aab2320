/** How much of something a region of the account has. */
export interface Use {
  readonly total: number;
  /** The part that is the environment's own already. */
  readonly own: number;
}

/** Whose part of it is the environment's own, and where to look. */
export interface UseRequest {
  /** Of all that the environment makes in AWS, such as `zero-to-running-dev`. */
  readonly owner: string;
  readonly region: string;
  readonly signal: AbortSignal;
}

/** @returns how many there are, and how many of them are the environment's */
export function countUse<Item>(items: readonly Item[], isOwn: (item: Item) => boolean): Use {
  return { total: items.length, own: items.filter(isOwn).length };
}
