import assert from 'node:assert/strict';
import { runSideBySide } from './run-side-by-side.ts';
import type { SuiteOutcome } from './summary.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

const outcomeOf = (suite: string): SuiteOutcome => ({
  suite,
  seconds: 1,
  result: { passed: 1, failed: [], skipped: [] },
});

describe('running suites side by side', () => {
  it('runs as many at once as it is told, and gives their results in order', async () => {
    const turns: PromiseWithResolvers<void>[] = [];
    let [now, most] = [0, 0];
    const run = async ({ name }: { name: string }) => {
      most = Math.max(most, (now += 1));
      const turn = Promise.withResolvers<void>();
      turns.push(turn);
      // The last of those at once ends first.
      if (turns.length % 2 === 0) for (const each of turns.toReversed()) each.resolve();
      if (name === 'e') turn.resolve();
      await turn.promise;
      now -= 1;
      return outcomeOf(name);
    };
    const outcomes = await runSideBySide(named('a', 'b', 'c', 'd', 'e'), 2, run, { signal: undefined });
    assert.equal(most, 2);
    assert.deepEqual(
      outcomes.map(({ suite }) => suite),
      ['a', 'b', 'c', 'd', 'e'],
    );
  });

  it('runs what is exclusive one after the other, and the next that is not meanwhile', async () => {
    const events: string[] = [];
    const run = async ({ name }: { name: string }) => {
      events.push(`+${name}`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`-${name}`);
      return outcomeOf(name);
    };
    const suites = [
      { name: 'a', exclusive: 'usual ports' },
      { name: 'b', exclusive: 'usual ports' },
      { name: 'c' },
    ] as const;
    const outcomes = await runSideBySide(suites, 2, run, { signal: undefined });
    assert.deepEqual(events.slice(0, 2), ['+a', '+c']);
    assert.ok(events.indexOf('-a') < events.indexOf('+b'), events.join(' '));
    assert.deepEqual(
      outcomes.map(({ suite }) => suite),
      ['a', 'b', 'c'],
    );
  });

  it('has nothing to do for no suite', async () => {
    assert.deepEqual(await runSideBySide([], 2, () => assert.fail(), { signal: undefined }), []);
  });

  it('begins no other one after an interruption', async () => {
    const interruption: { signal: NodeJS.Signals | undefined } = { signal: undefined };
    const run = ({ name }: { name: string }) => {
      interruption.signal = 'SIGINT';
      return Promise.resolve(outcomeOf(name));
    };
    const outcomes = await runSideBySide(named('a', 'b', 'c'), 1, run, interruption);
    assert.deepEqual(
      outcomes.map(({ suite }) => suite),
      ['a'],
    );
  });

  it('gives a suite a file for its output only where others run beside it', async () => {
    const given: boolean[] = [];
    const run = ({ name }: { name: string }, output?: number) => {
      given.push(output !== undefined);
      return Promise.resolve(outcomeOf(name));
    };
    await runSideBySide(named('a'), 3, run, { signal: undefined });
    await runSideBySide(named('a', 'b'), 1, run, { signal: undefined });
    assert.deepEqual(given, [false, false, false]);
    await runSideBySide(named('a', 'b'), 2, run, { signal: undefined });
    assert.deepEqual(given.slice(3), [true, true]);
  });
});
