import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';
import type { ToolResult } from '../../src/process/run.ts';
import { attempt, docker, succeed } from '../containers/support/docker.ts';
import { describeWithEngine } from '../containers/support/engine.ts';
import { copySources } from '../native/support/copy-sources.ts';

/** What the README says one needs, on the smallest system that has it. */
const dockerfile = `FROM node:24-bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends git make && rm -rf /var/lib/apt/lists/*
`;

const image = 'zero-to-running-bare-machine';

const commandDeadlineMs = 2_400_000;

/** The longest list of what is missing that a person reads. */
const mostLines = 10;

/** The commands of the README's first block, without their comments. */
function readmeCommands(): string[] {
  const readme = readFileSync(join(thisCheckout.root, 'README.md'), 'utf8');
  const block = /```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);
}

/** A Git repository of the sources here, also of those that are not committed yet, in one file. */
async function makeBundle(folder: string): Promise<string> {
  const sources = join(folder, 'sources');
  const bundle = join(folder, 'sources.bundle');
  copySources(thisCheckout.root, sources);
  const git = (...args: string[]) =>
    succeed('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: sources });
  await git('init', '--quiet');
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--no-verify', '--message', 'Sources');
  await git('bundle', 'create', bundle, 'HEAD');
  return bundle;
}

describeWithEngine('a clone on a machine that has Node, Git and make, and nothing else', function suite() {
  this.timeout(3 * commandDeadlineMs);
  let folder: string;
  let bundle: string;
  const containers: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bare-machine-'));
    bundle = await makeBundle(folder);
    await succeed('docker', ['build', '--quiet', '--tag', image, '-'], { input: dockerfile });
  });
  afterEach(async () => {
    if (containers.length > 0) await docker('rm', '--force', '--volumes', ...containers.splice(0));
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** Clones the sources as a user. @returns how to run a command there */
  async function cloneAs(user: string): Promise<(command: string) => Promise<ToolResult>> {
    const container = await docker('run', '--detach', '--init', image, 'sleep', 'infinity');
    containers.push(container);
    await docker('cp', bundle, `${container}:/sources.bundle`);
    const run = (command: string, directory: string) =>
      attempt('docker', ['exec', '--user', user, '--workdir', directory, container, 'sh', '-c', command], {
        deadlineMs: commandDeadlineMs,
      });
    const home = user === 'root' ? '/root' : `/home/${user}`;
    const cloned = await run('git clone --quiet /sources.bundle app', home);
    assert.ok(cloned.ok, cloned.output);
    return (command) => run(command, `${home}/app`);
  }

  it('is told by the README to start and to test', () => {
    assert.deepEqual(readmeCommands(), ['make dev', 'make test']);
  });

  for (const user of ['node', 'root']) {
    it(`does what the README says, for the user ${user}, and says in a few lines what tests lacked`, async () => {
      const run = await cloneAs(user);
      for (const command of readmeCommands()) {
        const { ok, output, ending } = await run(command);
        assert.ok(ok, `${command}: ${ending}\n${output}`);
        if (command !== 'make test') continue;
        const [, summary = ''] = output.split('\nSummary\n');
        const [, skipped = ''] = /\n(Skipped: [^]*?)\n\n/.exec(summary) ?? [];
        assert.match(skipped, /This machine lacks:\n {2}a browser: .*CHROMIUM_PATH/, summary);
        assert.ok(skipped.split('\n').length <= mostLines, skipped);
        assert.match(summary, /^\d+ passed, 0 failed, \d+ skipped$/m);
      }
      const health = await run('make health');
      assert.ok(health.ok, health.output);
    });
  }
});
