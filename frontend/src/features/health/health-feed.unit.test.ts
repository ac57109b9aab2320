import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { serviceHistory } from '@zero-to-running/health/client/history';
import { nowOfApi } from '@zero-to-running/health/client/feed';
import { summaryOf } from '@zero-to-running/health/contract/report';
import { healthHeartbeatMs, healthStaleAfterMs } from '@zero-to-running/health/contract/protocol';
import { atNoon, noon, report, service } from '@zero-to-running/health/contract/test-support/reports';
import { FakeSource, settle } from '../../../test/support/fake-source.ts';
import { connectTo, createHealthFeed, type HealthFeed } from './health-feed.ts';

/** Lets time pass, with what it brings about. */
async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settle();
}

describe('health feed', () => {
  let source: FakeSource;
  let feed: HealthFeed;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: noon });
    source = new FakeSource();
    source.install();
    feed = createHealthFeed(connectTo('http://localhost'));
  });
  afterEach(() => {
    feed.stop();
    source.restore();
    mock.timers.reset();
  });

  /** Connects. */
  async function start(): Promise<void> {
    feed.start();
    await settle();
  }

  /** Sends a report, and waits until the next one is taken notice of. */
  async function send(raw: unknown): Promise<void> {
    source.send(raw);
    await settle();
    await pass(100);
  }

  async function drop(): Promise<void> {
    source.drop();
    await settle();
  }

  const link = () => feed.getState().link;

  it('is live with the first event, and asks for nothing else than the history', async () => {
    feed.start();
    assert.equal(link(), 'connecting');
    await settle();
    await send(report());
    assert.deepEqual([link(), source.polls, source.histories], ['live', 0, 1]);
    assert.deepEqual(feed.getState().answer, report());
  });

  it('tells its listeners, until they leave', async () => {
    let told = 0;
    const leave = feed.subscribe(() => (told += 1));
    await start();
    await send(report());
    const before = told;
    assert.ok(before >= 2);
    leave();
    await send(report());
    assert.equal(told, before);
  });

  it('polls at once when the stream breaks, and tries the stream again with back-off', async () => {
    source.polled = report();
    await start();
    await send(report());
    await drop();
    assert.deepEqual([link(), source.polls, source.opened], ['polling', 1, 1]);
    await pass(healthHeartbeatMs);
    assert.deepEqual([source.polls, source.opened], [1, 2]);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await drop();
      await pass(1_000);
    }
    assert.ok(source.opened < 6, `opened ${source.opened} streams in seven seconds`);
  });

  it('stops polling when the stream is back', async () => {
    source.polled = report();
    await start();
    await drop();
    await pass(healthHeartbeatMs);
    await send(report({ timestamp: atNoon(1_000) }));
    const polls = source.polls;
    await send(report({ timestamp: atNoon(2_000) }));
    await pass(3_000);
    assert.deepEqual([link(), source.polls], ['live', polls]);
  });

  it('takes a stream that falls silent for broken', async () => {
    source.polled = report();
    await start();
    await send(report());
    await pass(healthStaleAfterMs - 1);
    assert.equal(source.streams.length, 1);
    await pass(1);
    assert.deepEqual([source.streams.length, source.polls, link()], [0, 1, 'polling']);
  });

  it('polls when a stream that opens sends nothing', async () => {
    source.polled = report();
    await start();
    await pass(healthHeartbeatMs);
    assert.equal(link(), 'polling');
  });

  it('is lost when neither answers, says why and when it tries again, and backs off', async () => {
    await start();
    await drop();
    const { failure, retryAt } = feed.getState();
    assert.equal(link(), 'lost');
    assert.equal(failure, 'The API does not answer: there is no connection to it.');
    assert.ok(retryAt !== null && retryAt > noon && retryAt <= noon + 1_000);
    for (let second = 0; second < 60; second += 1) await pass(1_000);
    assert.ok(source.polls <= 20, `polled ${source.polls} times in a minute`);
    assert.ok(source.polls >= 6, `polled ${source.polls} times in a minute`);
  });

  it('says what its own server says of a failure', async () => {
    const problem = { type: 'about:blank', title: 'The API cannot be reached', status: 502, detail: 'Start it.' };
    source.polled = new Response(JSON.stringify(problem), {
      status: 502,
      headers: { 'content-type': 'application/problem+json' },
    });
    await start();
    await drop();
    assert.deepEqual([link(), feed.getState().failure], ['lost', 'The API cannot be reached: Start it.']);
  });

  it('comes back by polling, and then at once by the stream', async () => {
    await start();
    await drop();
    const opened = source.opened;
    feed.retry();
    await settle();
    source.polled = report();
    await drop();
    assert.equal(link(), 'polling');
    await pass(healthHeartbeatMs);
    assert.ok(source.opened > opened);
    await send(report());
    assert.deepEqual([link(), feed.getState().failure, feed.getState().retryAt], ['live', null, null]);
  });

  it('is lost when nothing it gets is a report', async () => {
    source.polled = { status: 'fine' };
    await start();
    await send({ status: 'fine' });
    assert.equal(link(), 'lost');
    assert.match(String(feed.getState().failure), /^The API’s answer is not understood: /);
    assert.equal(feed.getState().answer, null);
  });

  it('asks nobody once it is stopped, and keeps what it knew', async () => {
    source.polled = report();
    await start();
    await send(report());
    feed.stop();
    await pass(60_000);
    assert.deepEqual([link(), source.streams.length, source.polls], ['paused', 0, 0]);
    assert.deepEqual(feed.getState().answer, report());
    feed.start();
    assert.equal(link(), 'connecting');
    await settle();
    assert.equal(source.streams.length, 1);
  });

  it('ignores an answer that comes after it was stopped', async () => {
    source.polled = report();
    await start();
    source.drop();
    feed.stop();
    await settle();
    await pass(60_000);
    assert.deepEqual([link(), feed.getState().answer], ['paused', null]);
  });

  it('fetches the history again on coming back, and after a failure not at every report', async () => {
    source.history = new TypeError('away');
    await start();
    for (let second = 0; second < 9; second += 2) {
      await send(report());
      await pass(1_900);
    }
    assert.equal(source.histories, 1);
    await pass(2_000);
    source.history = { services: { database: { changes: [{ at: atNoon(), status: 'healthy' }], samples: [] } } };
    await send(report());
    assert.equal(source.histories, 2);
    assert.equal(serviceHistory(feed.getState().history, 'database').changes.length, 1);
    feed.stop();
    await start();
    await send(report());
    assert.equal(source.histories, 3);
  });

  it('adds each report to the history', async () => {
    await start();
    await send(report());
    const services = { database: service({ checkedAt: atNoon(2_000), latencyMs: 7 }) };
    await send(report({ timestamp: atNoon(2_000), services }));
    const { samples } = serviceHistory(feed.getState().history, 'database');
    assert.deepEqual(samples.at(-1), { at: atNoon(2_000), status: 'healthy', latencyMs: 7 });
  });

  it('asks for no history where details are hidden', async () => {
    await start();
    await send(summaryOf(report()));
    assert.deepEqual([feed.getState().detail, source.histories], ['redacted', 0]);
  });

  it('does not insist on a history it is refused', async () => {
    source.history = new Response(null, { status: 401 });
    await start();
    for (let second = 0; second < 30; second += 2) {
      await send(report());
      await pass(1_900);
    }
    assert.equal(source.histories, 1);
  });

  it('knows how far the clocks are apart', async () => {
    await start();
    source.send(report({ timestamp: atNoon(-3_600_000) }));
    await settle();
    assert.equal(nowOfApi(feed.getState(), noon), noon - 3_600_000);
  });
});
