import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { thisCheckout } from '../../src/checkout.ts';
import { anyFreePort } from '../../src/ports/any-free-port.ts';
import type { ToolResult } from '../../src/process/run-tool.ts';
import { attempt } from './support/docker.ts';

/** Listens on a port until it is released. */
async function takePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return { port: address.port, release: () => server.close() };
}

function write(directory: string, ...args: readonly string[]): Promise<ToolResult> {
  return attempt('sh', [join(directory, 'stack/env/write.sh'), ...args], { cwd: tmpdir() });
}

describe('stack/env/write.sh', () => {
  let parent: string;
  let root: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'env file '));
    root = await makeCheckout("It's Ünser Projekt (2)");
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  async function makeCheckout(name: string): Promise<string> {
    const checkout = join(parent, name);
    await mkdir(join(checkout, 'stack'), { recursive: true });
    for (const path of ['stack/env', '.env.example', 'docker-compose.yml']) {
      await cp(join(thisCheckout.root, path), join(checkout, path), { recursive: true });
    }
    return checkout;
  }

  async function settings(directory = root): Promise<NodeJS.Dict<string>> {
    return parseEnv(await readFile(join(directory, '.env'), 'utf8'));
  }

  it('makes .env from the example, with a name and a password, for its owner alone', async () => {
    const { ok, output } = await write(root);
    assert.ok(ok, output);
    const { COMPOSE_PROJECT_NAME: name = '', POSTGRES_PASSWORD: password = '', API_PORT: port } = await settings();
    assert.match(name, /^it-s-[a-z-]*nser-projekt-2-[0-9a-f]{8}$/);
    assert.match(password, /^[0-9a-f]{32}$/);
    assert.equal(port, '4000');
    assert.equal((await stat(join(root, '.env'))).mode & 0o777, 0o600);
    assert.ok(!output.includes(password));
  });

  it('changes nothing the second time, nor what was set by hand', async () => {
    const file = join(root, '.env');
    const byHand = `POSTGRES_PASSWORD="by hand"\n# mine\nAPI_PORT=${await anyFreePort()}`;
    await writeFile(file, byHand);
    await write(root);
    const first = await readFile(file, 'utf8');
    assert.ok(first.startsWith(`${byHand}\nCOMPOSE_PROJECT_NAME=`), first);
    await write(root, '--free-ports');
    assert.equal(await readFile(file, 'utf8'), first);
  });

  it('gives two checkouts of the same name different projects and passwords', async () => {
    const other = await makeCheckout(join('other', "It's Ünser Projekt (2)"));
    await Promise.all([write(root), write(other)]);
    const [mine, theirs] = [await settings(), await settings(other)];
    assert.notEqual(mine['COMPOSE_PROJECT_NAME'], theirs['COMPOSE_PROJECT_NAME']);
    assert.notEqual(mine['POSTGRES_PASSWORD'], theirs['POSTGRES_PASSWORD']);
  });

  it('makes one file however many start at once', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => write(root)));
    assert.ok(results.every(({ ok }) => ok));
    assert.equal(results.filter(({ output }) => output.startsWith('Wrote .env')).length, 1);
    assert.match((await settings())['POSTGRES_PASSWORD'] ?? '', /^[0-9a-f]{32}$/);
  });

  it('replaces a port that is taken, and says so', async () => {
    await write(root);
    const { port, release } = await takePort();
    const file = join(root, '.env');
    await writeFile(file, (await readFile(file, 'utf8')).replace('API_PORT=4000', `API_PORT=${port}`));
    const { output } = await write(root, '--free-ports');
    const chosen = Number((await settings())['API_PORT']);
    assert.ok(chosen > port, output);
    assert.match(output, new RegExp(`Port ${port} is taken: API_PORT in .env is ${chosen} now.`));
    release();
  });

  it('keeps a taken port where STRICT_PORTS=1', async () => {
    await write(root);
    const { port, release } = await takePort();
    const file = join(root, '.env');
    const strict = (await readFile(file, 'utf8'))
      .replace('API_PORT=4000', `API_PORT=${port}`)
      .replace('STRICT_PORTS=0', 'STRICT_PORTS=1');
    await writeFile(file, strict);
    await write(root, '--free-ports');
    assert.equal(await readFile(file, 'utf8'), strict);
    release();
  });
});
