/** Whose rows a request sees and changes, and to whom belongs what it creates. */
export type Reach =
  /** All rows. What is created belongs to nobody where sign-in is off. */
  | { readonly all: true; readonly owner: string | null }
  /** The owner's own rows. */
  | { readonly all: false; readonly owner: string };

/** Where sign-in is off: everyone sees all, and nothing has an owner. */
export const everything: Reach = { all: true, owner: null };

/** What is added to a statement to keep it to the rows in reach. */
interface RowFilter {
  /** For WHERE, of a table with the column `owner_id`. */
  readonly condition: string;
  /** For the name of the prepared statement, because the text is another one. */
  readonly suffix: string;
  readonly values: readonly string[];
}

/**
 * The one place that says which rows are in reach. A row of another owner is as if it were not there.
 * @param parameter number of the parameter that the filter may use: the first one that the statement does not
 */
export function rowsWithin(reach: Reach, parameter: number): RowFilter {
  if (reach.all) return { condition: 'TRUE', suffix: '', values: [] };
  return { condition: `owner_id = $${parameter}`, suffix: '-owned', values: [reach.owner] };
}

/** Part of a name in the cache: two requests may share an entry only if they see the same rows. */
export function reachName(reach: Reach): string {
  return reach.all ? '*' : reach.owner;
}
