import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultTargets, isTarget } from './make-targets.ts';

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

describe('a target that the settings name', () => {
  const patterns: string[] = Object.keys(defaultTargets).map((verb) => {
    const { contributes } = JSON.parse(manifest);
    return contributes.configuration.properties[`zeroToRunning.commands.${verb}`].pattern;
  });

  for (const [name, expected] of [
    ['reset', true],
    ['my/reset', true],
    ['db.reset-2', true],
    ['_reset', true],
    ['--eval=x', false],
    ['-j', false],
    ['A=b', false],
    ['$(shell x)', false],
    ['a b', false],
    ['', false],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} “${name}”, for the manifest as well`, () => {
      assert.equal(isTarget(name), expected);
      for (const pattern of patterns) assert.equal(new RegExp(pattern).test(name), expected);
    });
  }
});
