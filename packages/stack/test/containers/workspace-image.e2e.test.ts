import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolResult } from '../../src/process/run.ts';
import { until } from '../../src/process/wait.ts';
import { attempt, docker } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { Project } from './support/project.ts';
import { openSocketProxy } from './support/socket-proxy.ts';

const engineSocket = '/var/run/docker.sock';
const inWorkspace = '/var/run/docker.sock';

function asNode(container: string, command: string): Promise<ToolResult> {
  return attempt('docker', ['exec', '--user', 'node', container, 'sh', '-c', command]);
}

/** The entry point gives the group while the first commands may already come. */
async function untilSucceeds(run: () => Promise<ToolResult>): Promise<ToolResult> {
  let result = await run();
  const again = async () => {
    if (!result.ok) result = await run();
    return result.ok;
  };
  await until(again, { deadlineMs: 10_000, everyMs: 100 });
  return result;
}

describeWithEngine('the image of the dev container', () => {
  let project: Project;
  const started: string[] = [];

  before(async () => {
    project = await Project.create('image');
    await project.withWorkspace.compose('build', 'workspace');
  });
  afterEach(async () => {
    if (started.length > 0) await docker('rm', '--force', ...started.splice(0));
  });
  after(() => project?.remove());

  /** Starts the workspace with a file of this machine as its socket of the engine. */
  async function start(socket: string): Promise<string> {
    const volume = `${socket}:${inWorkspace}`;
    const container = await docker('run', '-d', '--init', '-v', volume, `${project.name}-workspace`, 'sleep', '600');
    started.push(container);
    return container;
  }

  for (const group of [0, 999, 54_321]) {
    it(`lets its user use the engine whose socket is of the group ${group} (needs a local engine)`, async function use() {
      if (!existsSync(engineSocket)) this.skip();
      const proxy = await openSocketProxy(engineSocket, group);
      try {
        const container = await start(proxy.path);
        const { ok, output } = await untilSucceeds(() =>
          asNode(container, 'docker version --format {{.Server.Version}}'),
        );
        assert.ok(ok, output);
        // Once more, with the group already there.
        await docker('restart', '--time', '1', container);
        assert.ok((await untilSucceeds(() => asNode(container, 'docker ps --quiet'))).ok);
      } finally {
        await proxy.close();
      }
    });
  }

  it("lets who came as its user's former id still write to the home, in a checkout of root's", async () => {
    const folder = '/workspaces/of root';
    const image = `${project.name}-workspace`;
    const command = ['run', '-d', '--init', '--env', `WORKSPACE_FOLDER=${folder}`, '--tmpfs', `${folder}:mode=755`];
    const container = await docker(...command, image, 'sleep', '600');
    started.push(container);
    const isRoot = await untilSucceeds(() => asNode(container, '[ "$(id -u)" = 0 ]'));
    assert.ok(isRoot.ok, 'its user gets the id of root');
    const marks = ['exec', '--user', '1000:1000', container, 'mkdir', '-p', '/home/node/.devcontainer'];
    const { ok, output } = await untilSucceeds(() => attempt('docker', marks));
    assert.ok(ok, output);
  });

  it('has no engine where its socket is /dev/null', async () => {
    const container = await start('/dev/null');
    const { ok } = await asNode(container, 'docker version');
    assert.equal(ok, false);
    assert.ok((await asNode(container, 'node --version')).ok);
  });

  it("has the project's own extension where devcontainer.json names it, as VS Code takes it", async function install() {
    const { VSCODE_SERVER } = process.env;
    const vsix = '/opt/zero-to-running/extension.vsix';
    assert.ok((await readFile(join(project.root, '.devcontainer/devcontainer.json'), 'utf8')).includes(`"${vsix}"`));
    const container = await start('/dev/null');
    const scratch = await mkdtemp(join(tmpdir(), 'extension-'));
    try {
      await docker('cp', `${container}:${vsix}`, scratch);
      const source = await asNode(container, 'cat /opt/zero-to-running/extension.source');
      const { stdout } = await attempt('sh', ['.devcontainer/extension.sh', 'hash'], { cwd: project.root });
      assert.equal(source.stdout, stdout, 'what it was made of is not what is here');
      if (!VSCODE_SERVER) this.skip();
      const env = { ...process.env, VSCODE_SERVER_DATA: join(scratch, 'data') };
      const file = join(scratch, 'extension.vsix');
      const { ok, output } = await attempt(VSCODE_SERVER, ['0', '--install-extension', file], { env });
      assert.ok(ok, output);
      assert.match(output, /was successfully installed/);
    } finally {
      await rm(scratch, { recursive: true });
    }
  });

  it('says what it cannot fetch, and installs nothing that is not what it should be', async () => {
    const container = await start('/dev/null');
    const away = await asNode(container, 'TFENV_URL=http://127.0.0.1:1/ terraform version');
    assert.equal(away.ok, false);
    assert.match(away.output, /terraform: tfenv cannot be fetched from http:\/\/127\.0\.0\.1:1\//);
    const other = await asNode(container, 'TFENV_URL=file:///etc/passwd tfenv list');
    assert.equal(other.ok, false);
    assert.match(other.output, /is not tfenv 3\.0\.0 \(its SHA-256 is another\); nothing was installed/);
    assert.equal((await asNode(container, 'test -e ~/.tfenv')).ok, false);
  });
});
