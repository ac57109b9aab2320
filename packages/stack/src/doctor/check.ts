/** `warn`: works, but not as it could. */
export type Verdict = 'ok' | 'warn' | 'fail';

/** One thing that was looked at. */
export interface Check {
  /** Heading it stands under, such as `Machine`. */
  readonly group: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** What was found. */
  readonly found: string;
  /** What to do, unless all is well. */
  readonly fix?: string;
}
