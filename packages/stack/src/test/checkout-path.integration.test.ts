import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisCheckout } from '../checkout.ts';

const refusal = /The path of this checkout has a character/;

describe('the path of a checkout', () => {
  let parent: string;
  before(() => {
    parent = mkdtempSync(join(tmpdir(), 'paths-'));
  });
  after(() => rmSync(parent, { recursive: true }));

  function run(name: string, verb: string): string {
    const folder = join(parent, name, 'packages/stack');
    mkdirSync(folder, { recursive: true });
    cpSync(join(thisCheckout.root, 'packages/stack/run'), join(folder, 'run'));
    const { stdout, stderr } = spawnSync('sh', [join(folder, 'run'), verb], { encoding: 'utf8' });
    return stdout + stderr;
  }

  for (const name of [
    'C#',
    'q?x',
    'dollar $HOME',
    'semi;colon',
    'star*',
    'back`tick',
    'quo"te',
    'a:b',
    'a\\b',
    'a\nb',
  ]) {
    it(`is refused before anything starts: ${JSON.stringify(name)}`, () => {
      for (const verb of ['dev', 'install', 'doctor', 'restart']) assert.match(run(name, verb), refusal);
      assert.doesNotMatch(run(name, 'down'), refusal);
    });
  }

  for (const name of ['plain', 'with space', "it's", 'päth–ü', '[app] (x)', 'amp&x']) {
    it(`is taken: ${name}`, () => assert.doesNotMatch(run(name, 'dev'), refusal));
  }
});
