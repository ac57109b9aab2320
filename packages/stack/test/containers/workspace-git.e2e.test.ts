import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { anyFreePort } from '../../src/ports/free-port.ts';
import { copyCheckout } from './support/copy-checkout.ts';
import { inContainer, openInContainer, openingMs } from './support/devcontainer.ts';
import { succeed } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { portNames, Project } from './support/project.ts';

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];

const git = (root: string, ...args: readonly string[]) =>
  succeed('git', [...identity, '-c', 'protocol.file.allow=always', ...args], { cwd: root });

/** How a checkout is made of a repository that lies beside its folder. */
interface Kind {
  readonly name: string;
  /** @returns the checkout, somewhere below the folder */
  readonly make: (repository: string, folder: string) => Promise<string>;
}

const kinds: readonly Kind[] = [
  {
    name: 'clone',
    async make(repository, folder) {
      await git(folder, 'clone', '--quiet', repository, 'a clone');
      return join(folder, 'a clone');
    },
  },
  {
    name: 'worktree',
    async make(repository, folder) {
      await git(repository, 'worktree', 'add', '--quiet', '-b', 'beside', join(folder, 'a worktree'));
      return join(folder, 'a worktree');
    },
  },
  {
    name: 'submodule',
    async make(repository, folder) {
      const outer = join(folder, 'outer');
      await git(folder, 'init', '--quiet', outer);
      await git(outer, 'submodule', '--quiet', 'add', repository, 'a submodule');
      return join(outer, 'a submodule');
    },
  },
];

/** What a command prints in the container, which has to succeed. */
async function run(root: string, command: string): Promise<string> {
  const { ok, stdout, output } = await inContainer(root, command);
  assert.ok(ok, output);
  return stdout.trim();
}

describeWithEngine('Git in the dev container', function opened() {
  this.timeout(openingMs);
  let repository: string;
  let project: Project | undefined;

  before(async () => {
    repository = await copyCheckout('repository');
    await git(repository, 'init', '--quiet');
    await git(repository, 'add', '--all');
    await git(repository, 'commit', '--quiet', '--no-verify', '--message', 'From outside');
  });
  afterEach(async () => {
    await project?.removeContainers();
    project = undefined;
  });
  after(() => repository && rm(dirname(repository), { recursive: true, force: true }));

  for (const { name, make } of kinds) {
    it(`sees, commits and switches branches in a ${name}, as the user whose it is`, async () => {
      const folder = dirname(repository);
      const root = await make(repository, folder);
      project = await Project.adopt(root);
      for (const port of portNames) await project.set(port, String(await anyFreePort()));
      await openInContainer(root);
      assert.equal(await run(root, 'git log -1 --format=%s'), 'From outside');
      assert.equal(await run(root, 'git status --porcelain'), '');

      const committed = `git switch --quiet --create inside && echo inside > inside.txt && git add inside.txt`;
      await run(root, `${committed} && git ${identity.join(' ')} commit --quiet --message 'From inside'`);
      assert.equal(await git(root, 'log', '-1', '--format=%s'), 'From inside');
      assert.equal(await git(root, 'branch', '--show-current'), 'inside');
      assert.equal(await git(root, 'status', '--porcelain'), '');
      assert.equal(await readFile(join(root, 'inside.txt'), 'utf8'), 'inside\n');

      await writeFile(join(root, 'inside.txt'), 'outside\n');
      await git(root, 'commit', '--quiet', '--no-verify', '--all', '--message', 'From outside again');
      assert.equal(await run(root, 'git log -1 --format=%s'), 'From outside again');
      assert.equal(await run(root, 'git status --porcelain'), '');
      // The repository's own files too, which Git writes in there.
      const others = ['!', '-user', String(process.getuid?.()), '-print', '-quit'];
      assert.equal(await succeed('find', [folder, ...others]), '');
    });
  }
});
