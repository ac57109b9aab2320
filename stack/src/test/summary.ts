import type { SuiteResult } from './suite-result.ts';

/** One suite's result with its duration. */
export interface SuiteOutcome {
  readonly suite: string;
  readonly result: SuiteResult;
  readonly seconds: number;
}

function sum(outcomes: readonly SuiteOutcome[], count: (result: SuiteResult) => number): number {
  return outcomes.reduce((total, { result }) => total + count(result), 0);
}

function listed(
  outcomes: readonly SuiteOutcome[],
  heading: string,
  titles: (result: SuiteResult) => string[],
): string[] {
  const lines = outcomes.flatMap(({ suite, result }) => titles(result).map((title) => `  ${suite}: ${title}`));
  return lines.length > 0 ? ['', heading, ...lines] : [];
}

/** Whether a run counts as a success; with `requireAll`, a skipped test is a failure. */
export function succeeded(outcomes: readonly SuiteOutcome[], requireAll: boolean): boolean {
  const failed = sum(outcomes, (result) => result.failed.length);
  const skipped = sum(outcomes, (result) => result.skipped.length);
  return failed === 0 && !(requireAll && skipped > 0);
}

/**
 * The closing summary: a line a suite, what failed and what was skipped by name, and the counts as the last line.
 * @param notRun suites that an interruption left out
 */
export function summarize(
  outcomes: readonly SuiteOutcome[],
  requireAll: boolean,
  notRun: readonly string[] = [],
): string {
  const rows = outcomes.map(({ suite, result, seconds }) => {
    const counts = `${result.passed} passed, ${result.failed.length} failed, ${result.skipped.length} skipped`;
    return `  ${suite.padEnd(14)}${counts.padEnd(38)}${seconds.toFixed(1)} s`;
  });
  const skippedHeading = requireAll ? 'Skipped, which REQUIRE_ALL=1 does not allow:' : 'Skipped:';
  const passed = sum(outcomes, (result) => result.passed);
  const failed = sum(outcomes, (result) => result.failed.length);
  const skipped = sum(outcomes, (result) => result.skipped.length);
  return [
    '',
    'Summary',
    ...rows,
    ...listed(outcomes, 'Failed:', (result) => result.failed),
    ...listed(outcomes, skippedHeading, (result) => result.skipped),
    ...(notRun.length > 0 ? ['', `Not run: ${notRun.join(', ')}`] : []),
    '',
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ].join('\n');
}
