import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StackError } from '../../stack-error.ts';
import { findRedis, installedRedis } from './find-redis.ts';
import { serversOnPath } from './servers.ts';
import { sealPrograms, sharedPrograms } from './shared-programs.ts';

const redis = (version: string) => `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64`;

describe('finding a Redis', () => {
  const { PATH, XDG_CACHE_HOME: cache } = process.env;
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'redis-'));
    process.env['XDG_CACHE_HOME'] = join(directory, 'cache');
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cache;
    rmSync(directory, { recursive: true });
  });

  /** A folder with a program that says this when it is asked for its version. */
  function folderWith(program: string, says: string): string {
    const folder = mkdtempSync(join(directory, 'bin-'));
    const file = join(folder, program);
    writeFileSync(file, `#!/bin/sh\necho '${says}'\n`);
    chmodSync(file, 0o755);
    return folder;
  }

  it('takes the first on the PATH that is new enough, be it Redis or Valkey', async () => {
    const old = folderWith('redis-server', redis('6.2.1'));
    const valkey = folderWith('valkey-server', 'Valkey server v=8.1.3 sha=00000000:0 malloc=libc bits=64');
    const newer = folderWith('redis-server', redis('7.4.0'));
    process.env.PATH = [old, valkey, newer].join(delimiter);
    const server = await installedRedis(join(directory, 'tools'));
    assert.equal(server?.name, 'Valkey 8.1.3');
    assert.equal(server.file, join(valkey, 'valkey-server'));
  });

  it('passes over what does not run, says no version, or is a folder', async () => {
    const silent = folderWith('redis-server', 'hello');
    const broken = folderWith('redis-server', '');
    writeFileSync(join(broken, 'redis-server'), '#!/nowhere\n');
    const folder = mkdtempSync(join(directory, 'bin-'));
    mkdirSync(join(folder, 'redis-server'));
    const good = folderWith('redis-server', redis('7.0.15'));
    const servers = await serversOnPath([silent, broken, folder, join(directory, 'none'), good].join(delimiter));
    assert.deepEqual(
      servers.map(({ name, major }) => [name, major]),
      [['Redis 7.0.15', 7]],
    );
  });

  it('says which is too old, and how to get another', async () => {
    const old = folderWith('redis-server', redis('5.0.7'));
    process.env.PATH = old;
    await assert.rejects(
      findRedis(join(directory, 'tools'), () => undefined, AbortSignal.timeout(10_000)),
      (error) => {
        assert.ok(error instanceof StackError);
        assert.equal(error.message, `${join(old, 'redis-server')} is Redis 5.0.7, but 7 or newer is needed`);
        assert.match(error.fix.join(), /Install/);
        return true;
      },
    );
  });

  it('leaves nothing of a fetch that fails', async () => {
    const tools = join(directory, 'tools');
    mkdirSync(tools);
    const apt = folderWith('apt-get', 'apt 2.6.1');
    process.env.PATH = apt;
    writeFileSync(join(apt, 'apt-cache'), '#!/bin/sh\nexit 100\n', { mode: 0o755 });
    await assert.rejects(
      findRedis(tools, () => undefined, AbortSignal.timeout(10_000)),
      /There is no Redis on the PATH, and your distribution has no Redis 7 or newer \(none at all\)/,
    );
    assert.deepEqual(readdirSync(tools), []);
    const shared = sharedPrograms() ?? '';
    assert.ok(shared.startsWith(join(directory, 'cache')));
    assert.deepEqual(
      readdirSync(shared).filter((name) => !name.startsWith('redis.lock')),
      [],
    );
  });

  it('takes what the machine has fetched, for every checkout, as long as it is whole', async () => {
    process.env.PATH = directory;
    const shared = sharedPrograms();
    assert.ok(shared);
    const bin = join(shared, 'redis/usr/bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'redis-server'), `#!/bin/sh\necho '${redis('7.2.4')}'\n`, { mode: 0o755 });
    assert.equal(await installedRedis(join(directory, 'one/tools')), undefined, 'it may be half of one');
    sealPrograms(join(shared, 'redis'));
    for (const checkout of ['one', 'other']) {
      assert.equal((await installedRedis(join(directory, checkout, 'tools')))?.name, 'Redis 7.2.4');
    }
    writeFileSync(join(bin, 'redis-server'), `#!/bin/sh\necho '${redis('7.9.9')}'\n`);
    assert.equal(await installedRedis(join(directory, 'one/tools')), undefined, 'somebody has changed it');
  });
});
