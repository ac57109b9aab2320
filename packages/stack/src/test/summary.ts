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

/** How many skipped tests are listed by name, before they are only counted. */
const mostSkippedNames = 10;

function skippedLines(outcomes: readonly SuiteOutcome[], requireAll: boolean, missing: readonly string[]): string[] {
  if (requireAll) return listed(outcomes, 'Skipped, which REQUIRE_ALL=1 does not allow:', (result) => result.skipped);
  const skipped = sum(outcomes, (result) => result.skipped.length);
  if (skipped <= mostSkippedNames) return listed(outcomes, 'Skipped:', (result) => result.skipped);
  const counts = outcomes.flatMap(({ suite, result }) =>
    result.skipped.length > 0 ? [`${suite} ${result.skipped.length}`] : [],
  );
  const lacks = missing.length > 0 ? ['This machine lacks:', ...missing.map((line) => `  ${line}`)] : [];
  return ['', `Skipped: ${counts.join(', ')}. REQUIRE_ALL=1 lists them, and fails.`, ...lacks];
}

/** What a summary tells beside the outcomes. */
export interface SummaryOptions {
  /** Whether a skipped test is a failure; then each is listed. */
  readonly requireAll?: boolean;
  /** Suites that an interruption left out. */
  readonly notRun?: readonly string[];
  /** A line for each tool that this machine lacks. */
  readonly missing?: readonly string[];
  /** What the tests' random numbers came from. */
  readonly seed?: string;
}

/** The closing summary: a line for each suite, what failed and what was skipped, and the counts as the last line. */
export function summarize(
  outcomes: readonly SuiteOutcome[],
  { requireAll = false, notRun = [], missing = [], seed }: SummaryOptions = {},
): string {
  const rows = outcomes.map(({ suite, result, seconds }) => {
    const counts = `${result.passed} passed, ${result.failed.length} failed, ${result.skipped.length} skipped`;
    return `  ${suite.padEnd(14)}${counts.padEnd(38)}${seconds.toFixed(1)} s`;
  });
  const passed = sum(outcomes, (result) => result.passed);
  const failed = sum(outcomes, (result) => result.failed.length);
  const skipped = sum(outcomes, (result) => result.skipped.length);
  return [
    '',
    'Summary',
    ...rows,
    ...listed(outcomes, 'Failed:', (result) => result.failed),
    ...skippedLines(outcomes, requireAll, missing),
    ...(seed !== undefined && failed > 0 ? ['', `Random numbers came from SEED=${seed}. Add it to repeat them.`] : []),
    ...(notRun.length > 0 ? ['', `Not run: ${notRun.join(', ')}`] : []),
    '',
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ].join('\n');
}
