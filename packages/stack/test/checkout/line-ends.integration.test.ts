import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';
import { runTool } from '../../src/process/run.ts';
import { copyCheckout } from '../containers/support/copy-checkout.ts';

const deadlineMs = 60_000;

/** Runs a program that has to succeed. */
async function run(cwd: string, file: string, ...args: readonly string[]): Promise<string> {
  const { ok, output } = await runTool(file, args, { cwd, deadlineMs });
  assert.ok(ok, `${file} ${args.join(' ')}\n${output}`);
  return output;
}

/** What a person without Node runs first, each by POSIX sh. */
const scripts: readonly (readonly [string, ...string[]])[] = [
  ['packages/stack/env/write.sh'],
  ['packages/stack/env/write.sh', '--free-ports'],
  ['.devcontainer/initialize.sh'],
];

describe('a clone by Git for Windows, which wants CRLF', function clones() {
  this.timeout(120_000);
  let parent: string;
  let clone: string;

  before(async () => {
    // What is not committed yet is tried as well.
    const source = await copyCheckout('source');
    parent = dirname(source);
    clone = join(parent, 'clone');
    await run(source, 'git', 'init', '--quiet');
    await run(source, 'git', '-c', 'core.safecrlf=false', 'add', '--all');
    const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    await run(source, 'git', ...author, 'commit', '--quiet', '--no-verify', '--message', 'All of it');
    await run(parent, 'git', 'clone', '--quiet', '--config', 'core.autocrlf=true', source, clone);
  });
  after(() => rm(parent, { recursive: true, force: true }));

  it('has no text with CRLF', async () => {
    const output = await run(clone, 'git', 'ls-files', '--eol');
    assert.deepEqual(
      output.split('\n').filter((line) => /w\/(crlf|mixed)/.test(line)),
      [],
    );
  });

  it('leaves pictures as they are', async () => {
    for (const file of (await run(clone, 'git', 'ls-files', '*.png', '*.webp')).trim().split('\n')) {
      assert.deepEqual(await readFile(join(clone, file)), await readFile(join(thisCheckout.root, file)), file);
    }
  });

  for (const [script, ...args] of scripts) {
    it(`runs ${[script, ...args].join(' ')}`, async () => {
      await run(clone, 'env', 'DOCKER_HOST=unix:///nowhere', 'sh', script, ...args);
      assert.match(await readFile(join(clone, '.env'), 'utf8'), /^POSTGRES_PASSWORD=\S+$/m);
    });
  }
});
