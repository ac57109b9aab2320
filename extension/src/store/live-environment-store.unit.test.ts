import assert from 'node:assert/strict';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import { eventually } from '../../test/support/eventually.ts';
import { startPageServer, type PageServer } from '../../test/support/page-server.ts';
import type { Disposable } from '../common/disposable.ts';
import { ConnectionFailure } from '@zero-to-running/health/client/failure';
import { LiveEnvironmentStore } from './live-environment-store.ts';

const newReport = (change: Parameters<typeof report>[0] = {}) =>
  JSON.stringify(report({ timestamp: new Date().toISOString(), ...change }));

describe('store of an environment', () => {
  let server: PageServer;
  let store: LiveEnvironmentStore;
  let send: (text: string) => void;
  let streams: number;
  let frontendStatus: number;
  let frontendPath: string;
  let frontendProblem: ConnectionFailure | undefined;
  let answerAfterMs: number | undefined;
  let token: string | undefined;
  let logged: string[];
  const watches: Disposable[] = [];

  const sendReport = (change: Parameters<typeof report>[0] = {}) => {
    send(`event: report\ndata: ${newReport(change)}\n\n`);
  };
  const watch = (level?: 'foreground' | 'background') => {
    const watching = store.watch(level);
    watches.push(watching);
    return watching;
  };

  beforeEach(async () => {
    streams = 0;
    frontendStatus = 200;
    frontendPath = '/';
    frontendProblem = undefined;
    answerAfterMs = undefined;
    token = undefined;
    logged = [];
    send = () => undefined;
    server = await startPageServer((request, response) => {
      if (request.url === '/elsewhere') return response.writeHead(500).end();
      if (request.url === '/') return response.writeHead(frontendStatus).end();
      if (request.url === '/health/all' && answerAfterMs !== undefined) {
        return setTimeout(() => response.end(newReport()), answerAfterMs);
      }
      if (request.url !== '/health/stream' || answerAfterMs !== undefined) return response.writeHead(404).end();
      streams += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.once('close', () => (streams -= 1));
      send = (text) => response.write(text);
      return sendReport();
    });
    store = new LiveEnvironmentStore({
      findSource: () =>
        Promise.resolve({
          api: server.origin,
          token,
          ...(frontendProblem
            ? { frontend: undefined, frontendProblem }
            : { frontend: `${server.origin}${frontendPath}` }),
        }),
      log: (line) => logged.push(line),
    });
  });
  afterEach(async () => {
    for (const watching of watches.splice(0)) watching.dispose();
    store.dispose();
    await server.stop();
  });

  const isFresh = () => eventually(() => assert.equal(store.snapshot.fresh, true));

  it('asks nobody while nobody looks', async () => {
    assert.equal(store.snapshot.link, 'paused');
    store.refresh();
    const watching = watch();
    await isFresh();
    watching.dispose();
    await eventually(() =>
      assert.deepEqual([streams, store.snapshot.link, store.snapshot.fresh], [0, 'paused', false]),
    );
    assert.ok(store.snapshot.answer, 'what was known stays, as old as it is');
  });

  it('has one connection however many look', async () => {
    watch('background');
    const one = watch();
    watch();
    await isFresh();
    one.dispose();
    await eventually(() => assert.equal(streams, 1));
    assert.equal(store.snapshot.fresh, true);
  });

  const timesAsked = (request: string) => server.requests.filter((each) => each === request).length;

  it('asks for the history for a view, and not for a glance', async () => {
    watch('background');
    await isFresh();
    await eventually(() => assert.ok(store.snapshot.frontend));
    assert.ok(!server.requests.includes('GET /health/history'));
    watch('foreground');
    await eventually(() => {
      assert.ok((store.snapshot.history.services['frontend']?.samples.length ?? 0) > 0);
      assert.ok(server.requests.includes('GET /health/history'));
    });
  });

  for (const level of ['foreground', 'background'] as const) {
    it(`knows for a ${level} when the frontend is away, and when it is back`, async () => {
      watch(level);
      await eventually(() => assert.equal(store.snapshot.frontend?.status, 'healthy'));
      frontendStatus = 500;
      await eventually(() => assert.equal(store.snapshot.frontend?.status, 'unhealthy'));
      frontendStatus = 200;
      await eventually(() => assert.equal(store.snapshot.frontend?.status, 'healthy'));
    });
  }

  it('does not forget a dead frontend when a view is closed and only a glance remains', async () => {
    frontendStatus = 500;
    watch('background');
    const viewing = watch('foreground');
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'unhealthy'));
    const seen: (string | undefined)[] = [];
    store.onDidChange(({ frontend }) => seen.push(frontend?.status));
    viewing.dispose();
    const streamsBefore = timesAsked('GET /health/stream');
    await eventually(() => assert.ok(timesAsked('GET /health/stream') > streamsBefore));
    const probesBefore = timesAsked('HEAD /');
    await eventually(() => assert.ok(timesAsked('HEAD /') > probesBefore));
    await eventually(() => assert.ok(seen.length > 0));
    assert.deepEqual([...new Set(seen)], ['unhealthy']);
  });

  it('is not kept from looking less closely by being refreshed', async () => {
    watch('background');
    const viewing = watch('foreground');
    await eventually(() => assert.ok(timesAsked('GET /health/history') > 0 && store.snapshot.frontend));
    viewing.dispose();
    store.refresh();
    const [askedBefore, probesBefore] = [timesAsked('GET /health/history'), timesAsked('HEAD /')];
    await eventually(() => assert.ok(timesAsked('HEAD /') > probesBefore));
    await isFresh();
    assert.equal(timesAsked('GET /health/history'), askedBefore);
  });

  it('takes it for no change of the frontend that one looks anew', async () => {
    watch();
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'healthy'));
    const { since } = store.snapshot.frontend ?? {};
    for (let round = 0; round < 3; round += 1) {
      const { checkedAt } = store.snapshot.frontend ?? {};
      store.refresh();
      await eventually(() => assert.notEqual(store.snapshot.frontend?.checkedAt, checkedAt));
    }
    assert.equal(store.snapshot.frontend?.since, since);
    assert.deepEqual(store.snapshot.history.services['frontend']?.changes, []);
  });

  it('remembers of another frontend nothing of the one before it', async () => {
    watch();
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'healthy'));
    frontendPath = '/elsewhere';
    store.refresh();
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'unhealthy'));
    const { changes, samples } = store.snapshot.history.services['frontend'] ?? {};
    assert.deepEqual([changes, samples?.every(({ status }) => status === 'unhealthy')], [[], true]);
  });

  it('knows the API where the frontend’s address is bad, and why it does not know the frontend', async () => {
    frontendProblem = new ConnectionFailure('bad-address', 'the setting is bad');
    watch();
    await isFresh();
    await eventually(() => assert.equal(store.snapshot.frontendProblem?.message, 'the setting is bad'));
    assert.deepEqual([store.snapshot.frontend?.status, store.snapshot.frontend?.checkedAt], ['unknown', null]);
    assert.equal(timesAsked('HEAD /'), 0);
    frontendProblem = undefined;
    store.refresh();
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'healthy'));
    assert.equal(store.snapshot.frontendProblem, undefined);
  });

  it('knows whether it sent a token', async () => {
    watch();
    await isFresh();
    assert.equal(store.snapshot.hasToken, false);
    token = 'secret';
    store.refresh();
    await eventually(() => assert.equal(store.snapshot.hasToken, true));
  });

  it('logs each request to the frontend with what came of it', async () => {
    watch();
    await eventually(() => assert.ok(logged.some((line) => /^http:.*\/: status 200 in \d+ ms$/.test(line))));
    frontendStatus = 500;
    await eventually(() => assert.ok(logged.some((line) => /^http:.*\/: status 500 in \d+ ms$/.test(line))));
    await server.stop();
    await eventually(() => assert.ok(logged.includes(`${server.origin}/: nothing listens there`)));
  });

  it('asks nothing for a glance while nobody is at the window, and at once when somebody is again', async () => {
    store.attend(false);
    watch('background');
    await isFresh();
    sendReport({ version: 'seen' });
    await eventually(() => assert.equal(store.snapshot.answer?.version, 'seen'));
    assert.deepEqual(server.requests, ['GET /health/stream']);
    store.attend(true);
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'healthy'));
    store.attend(false);
    watch('foreground');
    frontendStatus = 500;
    await eventually(() => assert.equal(store.snapshot.frontend?.status, 'unhealthy'));
  });

  it('pauses while the window is not in use', async () => {
    watch();
    await isFresh();
    store.suspend(true);
    await eventually(() => assert.deepEqual([streams, store.snapshot.link], [0, 'paused']));
    store.suspend(false);
    await isFresh();
  });

  it('knows nothing any more of a source that falls silent, or repeats itself', async () => {
    watch();
    await isFresh();
    const { answer } = store.snapshot;
    const repeat = setInterval(() => send(`event: report\ndata: ${JSON.stringify(answer)}\n\n`), 500);
    try {
      await eventually(() => assert.equal(store.snapshot.fresh, false));
    } finally {
      clearInterval(repeat);
    }
    assert.equal(store.snapshot.answer?.timestamp, answer?.timestamp);
  });

  it('stays as it is while a slow API answers within its deadline, and not when it falls silent', async function slow() {
    this.timeout(60_000);
    answerAfterMs = 4_500;
    watch('background');
    await isFresh();
    const seen: { fresh: boolean; link: string }[] = [];
    const listening = store.onDidChange(({ fresh, link }) => seen.push({ fresh, link }));
    const first = store.snapshot.receivedAt;
    await eventually(() => assert.notEqual(store.snapshot.receivedAt, first));
    listening.dispose();
    assert.ok(seen.every(({ fresh, link }) => fresh && link === 'polling'));
    answerAfterMs = 60_000;
    await eventually(() => assert.equal(store.snapshot.fresh, false));
  });

  it('knows nothing any more at once when the connection breaks', async () => {
    watch();
    await isFresh();
    await server.stop();
    await eventually(() => assert.deepEqual([store.snapshot.fresh, store.snapshot.link], [false, 'lost']));
    assert.ok((store.snapshot.retryAt ?? 0) > Date.now() - 1_000);
  });

  it('remembers the present services only, so that no source can fill the memory', async () => {
    watch('background');
    await isFresh();
    for (let index = 0; index < 5; index += 1) {
      const services = { [`service${index}`]: service({ checkedAt: new Date().toISOString() }) };
      sendReport({ services });
      const remembered = () => Object.keys(store.snapshot.history.services).filter((name) => name !== 'frontend');
      await eventually(() => assert.deepEqual(remembered(), Object.keys(services)));
    }
  });

  it('tells every change', async () => {
    const links: string[] = [];
    store.onDidChange(({ link }) => links.push(link));
    watch();
    await isFresh();
    assert.deepEqual([...new Set(links)], ['connecting', 'live']);
  });
});
