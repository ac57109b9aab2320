import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atNoon, report } from '@zero-to-running/health/contract/test-support/reports';
import { eventually } from '../../test/support/eventually.ts';
import { startPageServer, type PageServer } from '../../test/support/page-server.ts';
import { makeProjectFolder, type ProjectFolder } from '../../test/support/project-folder.ts';
import type { Disposable } from '../common/disposable.ts';
import { LocalEnvironment } from './local-environment.ts';
import { defaultStackName, readStackName } from './stack-state.ts';

const past = { services: { api: { changes: [{ at: atNoon(), status: 'healthy' }], samples: [] } } };

describe('the environment of a folder', () => {
  let stack: string | undefined;
  let server: PageServer;
  let folder: ProjectFolder;
  let environment: LocalEnvironment;
  let watching: Disposable;

  beforeEach(async () => {
    server = await startPageServer((request, response) => {
      if (request.url === '/health/history') return response.end(JSON.stringify(past));
      if (request.url !== '/health/stream') return response.end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const told = report({ timestamp: new Date().toISOString(), ...(stack && { stack }) });
      return response.write(`event: report\ndata: ${JSON.stringify(told)}\n\n`);
    });
    folder = makeProjectFolder();
    folder.setUrls({ api: server.origin, frontend: `${server.origin}/` }, 'shop-1');
    environment = new LocalEnvironment({
      folder: { uri: `file://${folder.path}`, name: 'shop', path: folder.path },
      settings: () => ({ apiUrl: '', frontendUrl: '' }),
      token: () => Promise.resolve(undefined),
      log: () => undefined,
    });
    watching = environment.store.watch();
  });
  afterEach(async () => {
    watching.dispose();
    environment.dispose();
    folder.remove();
    await server.stop();
  });

  describe('whose file leads to another stack', () => {
    before(() => {
      stack = 'blog-2';
    });

    it('does not run, says which one answers, and has nothing of it', async () => {
      const { store } = environment;
      await eventually(() => assert.equal(store.snapshot.failure?.kind, 'foreign'));
      // The frontend of the other one has been asked for by then, or is now; its history never is.
      await eventually(() => assert.ok(server.requests.filter((each) => each === 'HEAD /').length > 1));
      assert.ok(!server.requests.includes('GET /health/history'));
      const { failure, answer, frontend, history, link } = store.snapshot;
      assert.deepEqual([answer, frontend, history.services, link], [undefined, undefined, {}, 'lost']);
      assert.ok(failure?.message.includes(`${server.origin} is the stack “blog-2”`), failure?.message);
    });

    it('runs as soon as its own answers there', async () => {
      const { store } = environment;
      await eventually(() => assert.equal(store.snapshot.failure?.kind, 'foreign'));
      stack = 'shop-1';
      store.refresh();
      await eventually(() => assert.ok(store.snapshot.fresh && store.snapshot.frontend));
      assert.equal(store.snapshot.guess, undefined);
    });
  });

  /** Has nobody listen where the state file says, and waits for what comes of that. */
  const becomes = async (state: object, kind: string) => {
    await server.stop();
    const urls = { api: server.origin };
    writeFileSync(join(folder.path, '.stack/state.json'), JSON.stringify({ version: 1, urls, ...state }));
    environment.store.refresh();
    await eventually(() => assert.equal(environment.store.snapshot.failure?.kind, kind));
  };

  describe('whose stack is not there', () => {
    /** Of a process that has ended. */
    const gone = { pid: Number(spawnSync(process.execPath, ['--eval', 'console.log(process.pid)']).stdout) };

    it('is starting while somebody starts it', () =>
      becomes({ phase: 'starting', supervisor: { pid: process.pid } }, 'starting'));

    it('does not run where who started it or ran it has ended', async () => {
      await becomes({ phase: 'starting', supervisor: gone }, 'stopped');
      await becomes({ phase: 'up', supervisor: gone }, 'stopped');
    });

    it('seems not to run where its file cannot be read, and says so', async () => {
      // For a glance, nobody is asked at the usual address, where another stack may be.
      watching.dispose();
      watching = environment.store.watch('background');
      const file = join(folder.path, '.stack/state.json');
      const says = async (text: string, words: RegExp) => {
        writeFileSync(file, text);
        environment.store.refresh();
        await eventually(() => {
          const { failure } = environment.store.snapshot;
          assert.equal(failure?.kind, 'stopped');
          assert.match(failure.detail ?? '', words);
        });
      };
      await says('{"broken', /state\.json cannot be read, as it is no JSON/);
      await says('{"urls":{}}', /state\.json is not understood/);
      rmSync(file);
      environment.store.refresh();
      await eventually(() => assert.equal(environment.store.snapshot.failure?.detail, undefined));
    });

    it('fails where it is said to run', () => becomes({ phase: 'up', supervisor: { pid: process.pid } }, 'refused'));
  });

  it('is known by the name in its .env, or by what Compose calls it where that has none', async () => {
    assert.equal(await readStackName(folder.path), undefined);
    writeFileSync(join(folder.path, '.env'), "# of its own\nCOMPOSE_PROJECT_NAME='shop-1'\nPOSTGRES_PASSWORD=x\n");
    assert.equal(await readStackName(folder.path), 'shop-1');
    writeFileSync(join(folder.path, '.env'), 'COMPOSE_PROJECT_NAME=\n');
    assert.equal(await readStackName(folder.path), 'shop');
    assert.equal(defaultStackName('/work/_My Proj.X_1'), 'myprojx_1', 'as Compose does it');
  });

  for (const [what, place, name] of [
    ['written here', (path: string) => path, 'shop-1'],
    ['that came along when the folder was moved', () => '/nowhere/any more', 'shop-1'],
    ['copied from another checkout', () => tmpdir(), undefined],
  ] as const) {
    it(`has ${name ? 'the' : 'no'} name of a .env ${what}`, async () => {
      const text = `COMPOSE_PROJECT_NAME=shop-1\nCHECKOUT_PLACE='${place(folder.path)}#12'\n`;
      writeFileSync(join(folder.path, '.env'), text);
      assert.equal(await readStackName(folder.path), name);
    });
  }
});
