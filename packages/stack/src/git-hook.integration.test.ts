import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisCheckout } from './checkout.ts';
import { installGitHook } from './git-hook.ts';

const hook = 'packages/stack/install/pre-commit';

describe('the checks before a commit', function suite() {
  this.timeout(120_000);
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'a hook ')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Without the settings of whoever runs the tests, and outside any commit of theirs. */
  const env = {
    PATH: process.env['PATH'],
    HOME: tmpdir(),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };

  function git(...args: string[]) {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, env, encoding: 'utf8' });
    return { ok: status === 0, output: stdout + stderr };
  }

  const own = () => join(root, '.git/hooks/pre-commit');

  it('are not installed where there is no git checkout', async () => {
    assert.equal(await installGitHook({ root }), false);
    assert.equal(existsSync(join(root, '.git')), false);
  });

  it('are installed once', async () => {
    git('init');
    assert.equal(await installGitHook({ root }), true);
    assert.equal(await installGitHook({ root }), false);
  });

  it('leave a hook of the user alone', async () => {
    git('init');
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    writeFileSync(own(), '#!/bin/sh\n');
    assert.equal(await installGitHook({ root }), false);
    assert.equal(readFileSync(own(), 'utf8'), '#!/bin/sh\n');
  });

  it('leave a folder of hooks of the user alone', async () => {
    git('init');
    git('config', 'core.hooksPath', '.husky');
    assert.equal(await installGitHook({ root }), false);
    assert.equal(existsSync(own()), false);
  });

  it('let a commit pass in a checkout that has no such program', async () => {
    git('init');
    await installGitHook({ root });
    writeFileSync(join(root, 'a.md'), 'a\n');
    git('add', '.');
    assert.ok(git('commit', '-m', 'Add a').ok);
  });

  for (const [what, file, text, refusal] of [
    ['what is right', 'contract/src/a.ts', 'export const a: number = 1;\n', undefined],
    ['a name with a space', 'contract/src/a b.ts', 'export const a: number = 1;\n', undefined],
    ['a wrong format', 'contract/src/a.ts', 'export const a: number =    1;\n', /a\.ts[^]*make format/],
    ['a wrong type', 'contract/src/a.ts', "export const a: number = 'x';\n", /TS2322[^]*--no-verify/],
    ['a file that has no format', 'a.bin', 'x', undefined],
  ] as const) {
    it(`${refusal ? 'refuse' : 'accept'} ${what}`, async () => {
      git('init');
      for (const each of [
        hook,
        '.oxfmtrc.json',
        'tsconfig.base.json',
        'contract/tsconfig.json',
        'contract/package.json',
      ]) {
        cpSync(join(thisCheckout.root, each), join(root, each), { recursive: true });
      }
      symlinkSync(join(thisCheckout.root, 'node_modules'), join(root, 'node_modules'));
      await installGitHook({ root });
      mkdirSync(join(root, 'contract/src'), { recursive: true });
      writeFileSync(join(root, file), text);
      git('add', file);
      const { ok, output } = git('commit', '-m', 'Add a');
      assert.equal(ok, !refusal, output);
      if (refusal) assert.match(output, refusal);
    });
  }
});
