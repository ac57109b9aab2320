import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { thisCheckout } from '../../src/checkout.ts';
import { anyFreePort } from '../../src/ports/free-port.ts';
import type { ToolResult } from '../../src/process/run.ts';
import { attempt, docker, succeed } from './support/docker.ts';

/** Listens on a port until it is released. */
async function takePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return {
    port: address.port,
    release: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function write(directory: string, ...args: readonly string[]): Promise<ToolResult> {
  return attempt('sh', [join(directory, 'packages/stack/env/write.sh'), ...args], { cwd: tmpdir() });
}

const image = 'redis:7-bookworm';

const create = (volume: string, ...labels: readonly string[]) =>
  docker('volume', 'create', ...labels.flatMap((label) => ['--label', label]), volume);

const useIn = (volume: string, folder: string, file = '') => {
  const labels = [`working_dir=${folder}`, `config_files=${file}`];
  const named = labels.flatMap((each) => ['--label', `com.docker.compose.project.${each}`]);
  return docker('create', ...named, '-v', `${volume}:/data`, image);
};

async function renameProject(directory: string, name: string): Promise<void> {
  const file = join(directory, '.env');
  const others = (await readFile(file, 'utf8')).replace(/^COMPOSE_PROJECT_NAME=.*\n/m, '');
  await writeFile(file, `${others}COMPOSE_PROJECT_NAME=${name}\n`);
}

describe('packages/stack/env/write.sh', () => {
  let parent: string;
  let root: string;

  beforeEach(async () => {
    parent = await realpath(await mkdtemp(join(tmpdir(), 'env file ')));
    root = await makeCheckout("It's Ünser Projekt (2)");
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  async function makeCheckout(name: string): Promise<string> {
    const checkout = join(parent, name);
    await mkdir(join(checkout, 'stack'), { recursive: true });
    for (const path of ['packages/stack/env', '.env.example', 'docker-compose.yml']) {
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
    const ports: string[] = [];
    for (const name of ['FRONTEND', 'DATABASE', 'CACHE', 'API']) ports.push(`${name}_PORT=${await anyFreePort()}`);
    const byHand = `POSTGRES_PASSWORD="by hand"\n# mine\n${ports.join('\n')}`;
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

  it('finds a port in the place of one that is taken, and comes back to it when it is free', async () => {
    await write(root);
    const { port, release } = await takePort();
    const file = join(root, '.env');
    await writeFile(file, (await readFile(file, 'utf8')).replace('API_PORT=4000', `API_PORT=${port}`));
    const { output } = await write(root, '--free-ports');
    const { API_PORT: wanted, PUBLISHED_API_PORT: chosen } = await settings();
    assert.equal(wanted, String(port));
    assert.ok(Number(chosen) > port, output);
    assert.match(output, new RegExp(`Port ${port} is taken: the api is on ${chosen} until it is free.`));
    await release();
    await write(root, '--free-ports');
    assert.deepEqual(
      [(await settings())['API_PORT'], (await settings())['PUBLISHED_API_PORT']],
      [String(port), undefined],
    );
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
    await release();
  });

  describe('--claim-data', () => {
    const chosenName = `their-shop-${process.pid}`;
    const made: string[] = [];
    afterEach(async () => {
      for (const name of made.splice(0)) {
        const users = await docker('ps', '--all', '--quiet', '--filter', `volume=${name}`);
        for (const id of users.split('\n').filter(Boolean)) await docker('rm', '--force', id);
        await docker('volume', 'rm', '--force', name);
      }
      await attempt('docker', ['network', 'rm', `${chosenName}_app-network`]);
    });

    /** The volume that .env of a checkout means. */
    async function volumeOf(directory: string): Promise<string> {
      const name = `${(await settings(directory))['COMPOSE_PROJECT_NAME']}_database-data`;
      made.push(name);
      return name;
    }

    /** How the volume came to be, in an engine where this checkout is called `project`; and whose it is then. */
    const volumes: readonly (readonly [
      what: string,
      owner: 'mine' | 'other' | RegExp,
      bring: (volume: string, other: string) => Promise<unknown>,
    ])[] = [
      ['is not there', 'mine', () => Promise.resolve()],
      ['was claimed before', 'mine', () => write(root, '--claim-data')],
      ['has no label, and the name that only this place gives', 'mine', (volume) => create(volume)],
      ["is used by a container of this folder's", 'mine', (volume) => create(volume).then(() => useIn(volume, root))],
      [
        'is used by a container of a folder that is gone',
        'mine',
        (volume) => create(volume).then(() => useIn(volume, '/nowhere')),
      ],
      [
        "is another checkout's by its label",
        /of \/else where\./,
        (v) => create(v, 'zero-to-running.checkout=/else where#7'),
      ],
      [
        'is used by a container of a project whose file has another name',
        'other',
        async (volume, other) => {
          await rename(join(other, 'docker-compose.yml'), join(other, 'compose.yaml'));
          await create(volume);
          await useIn(volume, other);
        },
      ],
      [
        'is used by a container of a project whose file is elsewhere',
        'other',
        async (volume, other) => {
          await rename(join(other, 'docker-compose.yml'), join(other, 'stack.yml'));
          await create(volume);
          await useIn(volume, other, join(other, 'stack.yml'));
        },
      ],
      [
        'is used by a container of a project whose two files have other names',
        'other',
        async (volume, other) => {
          const files = [join(other, 'stack.yml'), join(other, 'more.yml')];
          await rename(join(other, 'docker-compose.yml'), join(other, 'stack.yml'));
          await create(volume);
          await useIn(volume, other, files.join(','));
        },
      ],
      [
        'is used by a container that was made by hand',
        /of a container that Compose has not made\./,
        (volume) => create(volume).then(() => docker('create', '-v', `${volume}:/data`, image)),
      ],
      [
        "is used by another checkout's container",
        'other',
        (volume, other) => create(volume).then(() => useIn(volume, other)),
      ],
    ];
    for (const [what, owner, bring] of volumes) {
      it(`${owner === 'mine' ? 'takes' : 'refuses'} a volume that ${what}`, async () => {
        await write(root);
        const volume = await volumeOf(root);
        const other = await makeCheckout('other');
        await bring(volume, other);
        const { exitCode, output } = await write(root, '--claim-data');
        assert.equal(exitCode, owner === 'mine' ? 0 : 3, output);
        if (owner !== 'mine') assert.match(output, owner === 'other' ? new RegExp(`holds data of ${other}`) : owner);
        assert.equal((await write(root, '--claim-data')).exitCode, exitCode);
      });
    }

    it("refuses another project's volume under a name that was chosen, and follows its own advice", async () => {
      await write(root);
      await renameProject(root, chosenName);
      const theirs = await volumeOf(root);
      await create(theirs, `com.docker.compose.project=${chosenName}`);
      const { exitCode, output } = await write(root, '--claim-data');
      assert.equal(exitCode, 3, output);
      assert.match(output, /The volume their-shop-\d+_database-data holds data of somebody else/);
      await renameProject(root, '');
      assert.equal((await write(root, '--claim-data')).exitCode, 0);
      assert.notEqual(await volumeOf(root), theirs);
      await renameProject(root, chosenName);
      const advice = /docker compose .* create database/.exec(output)?.[0] ?? '';
      await succeed('sh', ['-c', advice], { cwd: root });
      assert.equal((await write(root, '--claim-data')).exitCode, 0);
    });

    it("sets no new password in another's volume", async () => {
      await write(root);
      const file = join(root, '.env');
      await writeFile(file, (await readFile(file, 'utf8')).replace(/^POSTGRES_PASSWORD=.*$/m, 'POSTGRES_PASSWORD='));
      await create(await volumeOf(root), 'zero-to-running.checkout=/elsewhere#7');
      const { exitCode, output } = await write(root);
      assert.equal(exitCode, 3, output);
    });

    it('gives a clone in the place of a moved checkout a name of its own', async () => {
      await write(root, '--claim-data');
      const before = await volumeOf(root);
      await rm(join(root, '.env'));
      await cp(root, join(parent, 'new'), { recursive: true });
      await rename(root, join(parent, 'moved'));
      await rename(join(parent, 'new'), root);
      assert.equal((await write(root, '--claim-data')).exitCode, 0);
      assert.notEqual(await volumeOf(root), before);
    });
  });
});
