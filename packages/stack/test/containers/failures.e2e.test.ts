import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runTool, type ToolResult } from '../../src/process/run.ts';
import { ComposeCheckout } from './support/compose-checkout.ts';
import { describeWithEngine } from './support/engine.ts';

/** Where nobody listens. */
const deadRegistry = '127.0.0.1:1';

describeWithEngine('make in containers that cannot be had, for real', () => {
  let stack: ComposeCheckout;

  before(async () => {
    stack = await ComposeCheckout.create('failing');
  });
  after(() => stack?.remove());

  /** Runs `make dev` with one text of a file replaced. */
  async function devWith(file: string, from: string, to: string): Promise<ToolResult> {
    const path = join(stack.project.root, file);
    const text = await readFile(path, 'utf8');
    assert.ok(text.includes(from), `${file} lacks ${from}`);
    await writeFile(path, text.replace(from, to));
    try {
      return await stack.make('dev', { STACK: 'compose' });
    } finally {
      await writeFile(path, text);
    }
  }

  async function isExplained({ ok, output }: ToolResult, message: RegExp, fix: RegExp): Promise<void> {
    assert.equal(ok, false, output);
    assert.match(output, message);
    assert.match(output, fix);
    assert.doesNotMatch(output, /\n +at .*\.ts:/);
    assert.deepEqual(await stack.running(), []);
  }

  const registryAway = [/✖ A registry of images cannot be reached/, /→ Check the connection and the proxy/] as const;

  it('explains a registry that cannot be reached for an image', async () => {
    const image = 'image: redis:7-bookworm';
    const result = await devWith('docker-compose.yml', image, image.replace('redis', `${deadRegistry}/redis`));
    await isExplained(result, ...registryAway);
  });

  it('explains a registry that cannot be reached in a build', async () => {
    const result = await devWith('api/Dockerfile', 'FROM node:', `FROM ${deadRegistry}/node:`);
    await isExplained(result, ...registryAway);
  });

  it('explains a disk that is full, with the lines that say so', async () => {
    // A start that failed before has made the volume, without options.
    await stack.make('clean', { STACK: 'compose', YES: '1' });
    const volume = 'volumes:\n  database-data:\n';
    const disk = '    driver_opts: { type: tmpfs, device: tmpfs, o: size=20m }\n';
    const result = await devWith('docker-compose.yml', volume, volume + disk);
    await isExplained(
      result,
      /✖ The database did not start[^]*No space left on device/,
      /→ See what uses it: docker system df/,
    );
    assert.ok((await stack.make('clean', { STACK: 'compose', YES: '1' })).ok);
  });

  it('explains a socket that one may not use', async function socket() {
    // Root may use any socket, unless it goes without the right to.
    const isRoot = process.getuid?.() === 0;
    const without = ['setpriv', '--inh-caps=-all', '--bounding-set=-dac_override,-dac_read_search'];
    if (isRoot && !(await runTool('setpriv', ['--version'], { deadlineMs: 5_000 })).ok) this.skip();
    const path = join(stack.project.root, '..', 'docker.sock');
    const server = createServer().listen(path);
    await once(server, 'listening');
    await chmod(path, 0o000);
    try {
      const env = { STACK: 'compose', DOCKER_HOST: `unix://${path}` };
      const command = isRoot ? without : undefined;
      const advice = [/Permission denied for the Docker socket/, /→ sudo usermod -aG docker/] as const;
      await isExplained(await stack.make('dev', env, command), ...advice);
      await isExplained(await stack.make('doctor', env, command), ...advice);
    } finally {
      server.close();
    }
  });
});
