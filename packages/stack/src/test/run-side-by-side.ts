import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interruption } from './interruption.ts';
import type { Suite } from './suites.ts';
import type { SuiteOutcome } from './summary.ts';

/**
 * Runs suites at the same time, each with its output in one piece when it has ended; one alone shows it as it comes.
 * @param atOnce how many run at the same time
 * @returns of those that began, in the order of the list
 */
export async function runSideBySide<Of extends Pick<Suite, 'name'>>(
  suites: readonly Of[],
  atOnce: number,
  run: (suite: Of, output?: number) => Promise<SuiteOutcome>,
  interruption: Pick<Interruption, 'signal'>,
): Promise<SuiteOutcome[]> {
  const isAlone = atOnce === 1 || suites.length === 1;
  const folder = mkdtempSync(join(tmpdir(), 'test-output-'));
  const waiting = [...suites];
  const running = new Set<string>();
  const outcomes = new Map<string, SuiteOutcome>();

  async function runAside(suite: Of): Promise<SuiteOutcome> {
    const file = join(folder, suite.name);
    const output = openSync(file, 'w');
    try {
      return await run(suite, output);
    } finally {
      closeSync(output);
      console.log(`\n${suite.name}\n${readFileSync(file, 'utf8')}`);
    }
  }

  async function runNext(): Promise<void> {
    const suite = interruption.signal ? undefined : waiting.shift();
    if (!suite) return;
    running.add(suite.name);
    console.log(isAlone ? `\n${suite.name}` : `Running: ${[...running].join(', ')}`);
    outcomes.set(suite.name, await (isAlone ? run(suite) : runAside(suite)));
    running.delete(suite.name);
    return runNext();
  }

  try {
    await Promise.all(Array.from({ length: isAlone ? 1 : atOnce }, runNext));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return suites.flatMap(({ name }) => outcomes.get(name) ?? []);
}
