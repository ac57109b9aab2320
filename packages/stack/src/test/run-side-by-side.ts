import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interruption } from './interruption.ts';
import type { Suite } from './suites.ts';
import type { SuiteOutcome } from './summary.ts';

/**
 * Runs suites at the same time, each with its output in one piece when it has ended; one alone shows it as it comes. Of
 * those that name the same `exclusive`, one runs at a time.
 * @param atOnce how many run at the same time
 * @returns of those that began, in the order of the list
 */
export async function runSideBySide<Of extends Pick<Suite, 'name' | 'exclusive'>>(
  suites: readonly Of[],
  atOnce: number,
  run: (suite: Of, output?: number) => Promise<SuiteOutcome>,
  interruption: Pick<Interruption, 'signal'>,
): Promise<SuiteOutcome[]> {
  const isAlone = atOnce === 1 || suites.length === 1;
  const folder = mkdtempSync(join(tmpdir(), 'test-output-'));
  const waiting = new Set(suites);
  const running = new Map<Of, Promise<void>>();
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

  async function runOne(suite: Of): Promise<void> {
    outcomes.set(suite.name, await (isAlone ? run(suite) : runAside(suite)));
    running.delete(suite);
  }

  const mayBegin = ({ exclusive }: Of) =>
    exclusive === undefined || [...running.keys()].every((other) => other.exclusive !== exclusive);

  function beginOthers(): void {
    while (!interruption.signal && running.size < atOnce) {
      const next = [...waiting].find(mayBegin);
      if (!next) return;
      waiting.delete(next);
      const names = [...running.keys(), next].map(({ name }) => name);
      console.log(isAlone ? `\n${next.name}` : `Running: ${names.join(', ')}`);
      running.set(next, runOne(next));
    }
  }

  try {
    beginOthers();
    while (running.size > 0) {
      await Promise.race(running.values());
      beginOthers();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return suites.flatMap(({ name }) => outcomes.get(name) ?? []);
}
