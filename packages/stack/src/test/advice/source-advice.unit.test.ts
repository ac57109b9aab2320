import assert from 'node:assert/strict';
import { thisCheckout } from '../../checkout.ts';
import { commandsIn } from './printed-advice.ts';
import { situations } from './situations.ts';
import { adviceInSources } from './source-advice.ts';
import { notFollowed } from './not-followed.ts';

describe('the commands that texts name as advice', () => {
  const inSources = adviceInSources(thisCheckout.root);
  const followed = new Set(
    situations.flatMap(({ advice }) =>
      advice.flatMap(({ says, command }) =>
        (command === undefined ? commandsIn(says) : [command]).map((each) => `${each} in: ${says}`),
      ),
    ),
  );
  const excused: readonly string[] = Object.values(notFollowed).flat();

  it('are found in texts of every kind', () => {
    assert.ok(inSources.length > 80, String(inSources.length));
    for (const command of ['make dev', 'make logs SERVICE=… FOLLOW=0', 'docker unpause …', 'make doctor']) {
      assert.ok(
        inSources.some((each) => each.command === command),
        command,
      );
    }
  });

  it('are each followed by a situation of the tables', () => {
    const missing = inSources.filter(
      ({ says, command }) => !followed.has(`${command} in: ${says}`) && !excused.includes(says),
    );
    assert.deepEqual(
      missing.map(({ where, says }) => `${where}: ${says}`),
      [],
    );
  });

  it('are all that the tables follow, or leave out for a reason', () => {
    const said = new Set(inSources.map(({ says }) => says));
    const texts = situations.flatMap(({ advice }) => advice.map(({ says }) => says));
    assert.deepEqual(
      [...texts, ...excused].filter((each) => !said.has(each)),
      [],
    );
  });

  for (const [text, expected] of [
    ['Start it: make dev', ['make dev']],
    ['Restart them: make restart. See why: make logs', ['make restart', 'make logs']],
    ['Run `make restore NAME=a-1` to return to it.', ['make restore NAME=a-1']],
    ['The whole log: make logs SERVICE=api FOLLOW=0', ['make logs SERVICE=api FOLLOW=0']],
    ['The disk is full: make room on it', []],
  ] as const) {
    it(`are read from: ${text}`, () => assert.deepEqual(commandsIn(text), expected));
  }
});
