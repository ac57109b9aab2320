import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { healthSummarySchema } from '@zero-to-running/contract/health';
import { healthHeartbeatMs, healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { problemType } from '@zero-to-running/contract/problem';
import { FakeSource, settle } from '../../../test/support/fake-source.ts';
import { atNoon, noon, report, service } from '@zero-to-running/contract/test-support/reports';
import { ApiProblem } from '../../http/api-error.ts';
import { serviceHistory } from '@zero-to-running/contract/extend-history';
import { createHealthFeed, type HealthFeed } from './health-feed.ts';

/** Lets time pass. */
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
    feed = createHealthFeed(source);
  });
  afterEach(() => {
    feed.stop();
    mock.timers.reset();
  });

  const link = () => feed.getState().link;

  it('is live with the first event, and asks for nothing else than the history', async () => {
    feed.start();
    assert.equal(link(), 'connecting');
    source.send(report());
    await settle();
    assert.deepEqual([link(), source.polls, source.histories], ['live', 0, 1]);
    assert.deepEqual(feed.getState().answer, report());
  });

  it('tells its listeners, until they leave', () => {
    let told = 0;
    const leave = feed.subscribe(() => (told += 1));
    feed.start();
    source.send(report());
    const before = told;
    assert.ok(before >= 2);
    leave();
    source.send(report());
    assert.equal(told, before);
  });

  it('polls at once when the stream breaks, and tries the stream again with back-off', async () => {
    source.polled = report();
    feed.start();
    source.send(report());
    source.drop();
    await settle();
    assert.deepEqual([link(), source.polls, source.opened], ['polling', 1, 1]);
    await pass(healthHeartbeatMs);
    assert.deepEqual([source.polls, source.opened], [2, 2]);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      source.drop();
      await pass(1_000);
    }
    assert.ok(source.opened < 6, `opened ${source.opened} streams in seven seconds`);
  });

  it('stops polling when the stream is back', async () => {
    source.polled = report();
    feed.start();
    source.drop();
    await settle();
    await pass(1_000);
    source.send(report({ timestamp: atNoon(1_000) }));
    const polls = source.polls;
    source.send(report({ timestamp: atNoon(2_000) }));
    await pass(3_000);
    assert.deepEqual([link(), source.polls], ['live', polls]);
  });

  it('takes a stream that falls silent for broken', async () => {
    source.polled = report();
    feed.start();
    source.send(report());
    await pass(healthStaleAfterMs - 1);
    assert.equal(source.streams.length, 1);
    await pass(1);
    assert.deepEqual([source.streams.length, source.polls, link()], [0, 1, 'polling']);
  });

  it('polls when a stream that opens sends nothing', async () => {
    source.polled = report();
    feed.start();
    await pass(healthHeartbeatMs);
    assert.equal(link(), 'polling');
  });

  it('is lost when neither answers, says why and when it tries again, and backs off', async () => {
    feed.start();
    source.drop();
    await settle();
    const { failure, retryAt } = feed.getState();
    assert.equal(link(), 'lost');
    assert.equal(failure, source.polled);
    assert.ok(retryAt !== null && retryAt > noon && retryAt <= noon + 1_000);
    for (let second = 0; second < 60; second += 1) await pass(1_000);
    assert.ok(source.polls <= 20, `polled ${source.polls} times in a minute`);
    assert.ok(source.polls >= 6, `polled ${source.polls} times in a minute`);
  });

  it('comes back by polling, and then at once by the stream', async () => {
    feed.start();
    source.drop();
    await settle();
    const opened = source.opened;
    source.polled = report();
    feed.retry();
    await settle();
    assert.equal(link(), 'polling');
    assert.ok(source.opened > opened);
    source.send(report());
    assert.deepEqual([link(), feed.getState().failure, feed.getState().retryAt], ['live', null, null]);
  });

  it('is lost when nothing it gets is a report', async () => {
    source.polled = { status: 'fine' };
    feed.start();
    source.send({ status: 'fine' });
    await settle();
    assert.equal(link(), 'lost');
    assert.match(String(feed.getState().failure), /NoAnswer/);
    assert.equal(feed.getState().answer, null);
  });

  it('asks nobody once it is stopped, and keeps what it knew', async () => {
    source.polled = report();
    feed.start();
    source.send(report());
    feed.stop();
    await pass(60_000);
    assert.deepEqual([link(), source.streams.length, source.polls], ['paused', 0, 0]);
    assert.deepEqual(feed.getState().answer, report());
    feed.start();
    assert.deepEqual([link(), source.streams.length], ['connecting', 1]);
  });

  it('ignores an answer that comes after it was stopped', async () => {
    source.polled = report();
    feed.start();
    source.drop();
    feed.stop();
    await settle();
    await pass(60_000);
    assert.deepEqual([link(), feed.getState().answer], ['paused', null]);
  });

  it('fetches the history again on coming back, and after a failure not at every report', async () => {
    source.history = new Error('away');
    feed.start();
    for (let second = 0; second < 9; second += 2) {
      source.send(report());
      await pass(2_000);
    }
    assert.equal(source.histories, 1);
    await pass(2_000);
    source.history = { services: { database: { changes: [{ at: atNoon(), status: 'healthy' }], samples: [] } } };
    source.send(report());
    await settle();
    assert.equal(source.histories, 2);
    assert.equal(serviceHistory(feed.getState().history, 'database').changes.length, 1);
    feed.stop();
    feed.start();
    source.send(report());
    await settle();
    assert.equal(source.histories, 3);
  });

  it('adds each report to the history', async () => {
    feed.start();
    source.send(report());
    await settle();
    const services = { database: service({ checkedAt: atNoon(2_000), latencyMs: 7 }) };
    source.send(report({ timestamp: atNoon(2_000), services }));
    const { samples } = serviceHistory(feed.getState().history, 'database');
    assert.deepEqual(samples.at(-1), { at: atNoon(2_000), status: 'healthy', latencyMs: 7 });
  });

  it('asks for no history where details are hidden', async () => {
    feed.start();
    source.send(healthSummarySchema.parse(report()));
    await settle();
    assert.deepEqual([feed.getState().detail, source.histories], ['redacted', 0]);
  });

  it('does not insist on a history it is refused', async () => {
    const problem = { type: problemType('unauthorized'), title: 'Details need the token', status: 401, id: '1' };
    source.history = new ApiProblem(problem);
    feed.start();
    for (let second = 0; second < 30; second += 2) {
      source.send(report());
      await pass(2_000);
    }
    assert.equal(source.histories, 1);
  });

  it('knows how far the clocks are apart', () => {
    feed.start();
    source.send(report({ timestamp: atNoon(-3_600_000) }));
    assert.equal(feed.getState().clockOffsetMs, 3_600_000);
  });
});
