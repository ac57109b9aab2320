import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as settle } from 'node:timers/promises';
import { type Heartbeat, startHeartbeat, toSample } from './heartbeats.ts';
import { HealthServer } from './health-server.ts';
import { samplingTimings } from './sampler.ts';

const worker: Heartbeat = { service: 'worker', critical: false, ageMs: 0, intervalMs: 1_000 };

/** A server that probes `queue` alone, and is never started. */
const createServer = (): HealthServer =>
  new HealthServer({ probes: [{ name: 'queue', critical: true, async check() {} }], version: '1.0.0' });

/** What the report of a time says of one service. */
const at = (server: HealthServer, name: string, time: number) => server.monitor.report(time).services[name];

describe('toSample', () => {
  const ages: readonly (readonly [ageMs: number, expected: 'healthy' | 'silent'])[] = [
    [0, 'healthy'],
    [1_000, 'healthy'],
    [3_000, 'healthy'],
    [3_001, 'silent'],
    [86_400_000, 'silent'],
    // A clock that is a little ahead.
    [-5, 'healthy'],
    [-3_001, 'silent'],
  ];
  for (const [ageMs, expected] of ages) {
    it(`takes a service that reports every second for ${expected} ${ageMs} ms after its last word`, () => {
      const sample = toSample({ ...worker, ageMs }, 7);
      assert.equal(sample.at, 7);
      assert.equal(sample.latencyMs, null);
      assert.equal(sample.status === 'healthy' ? sample.status : sample.error, expected);
    });
  }
});

describe('HealthMonitor', () => {
  const now = Date.now();

  it('reports a service from its first heartbeat, without configuration', () => {
    const server = createServer();
    server.monitor.hear([worker], now);
    const { status, critical, latencyMs } = at(server, 'worker', now) ?? assert.fail();
    assert.deepEqual({ status, critical, latencyMs }, { status: 'healthy', critical: false, latencyMs: null });
  });

  it('calls a service unhealthy that has stopped reporting, and healthy once it reports again', () => {
    const server = createServer();
    server.monitor.hear([worker], now);
    server.monitor.hear([{ ...worker, ageMs: 3_500 }], now + 1);
    assert.equal(at(server, 'worker', now + 1)?.error, 'silent');
    server.monitor.hear([worker], now + 2);
    assert.equal(at(server, 'worker', now + 2)?.status, 'healthy');
    assert.deepEqual(
      server.monitor.history().services['worker']?.changes.map(({ status }) => status),
      ['unhealthy', 'healthy'],
    );
  });

  it('knows nothing of a service while the database does not tell', () => {
    const server = createServer();
    server.monitor.hear([worker], now);
    assert.equal(at(server, 'worker', now + samplingTimings.staleAfterMs)?.status, 'unknown');
  });

  it('forgets a service whose row is gone', () => {
    const server = createServer();
    server.monitor.hear([worker], now);
    server.monitor.hear([], now + 1);
    assert.deepEqual(Object.keys(server.monitor.report(now + 1).services), ['queue']);
  });

  it('takes over that a service has become critical', () => {
    const server = createServer();
    server.monitor.hear([worker], now);
    server.monitor.hear([{ ...worker, critical: true, ageMs: 9_000 }], now + 1);
    assert.equal(server.monitor.report(now + 1).status, 'error');
  });

  it('believes its own probe rather than a heartbeat of the same name', () => {
    const server = createServer();
    server.monitor.hear([{ ...worker, service: 'queue' }], now);
    assert.equal(at(server, 'queue', now)?.status, 'unknown');
    server.monitor.hear([], now + 1);
    assert.notEqual(at(server, 'queue', now + 1), undefined);
  });

  it('announces what changed, and renders again what did not', () => {
    const server = createServer();
    const updates: boolean[] = [];
    server.monitor.onUpdate((changed) => updates.push(changed));
    server.monitor.hear([], now);
    server.monitor.hear([worker], now);
    server.monitor.hear([worker], now + 1);
    server.monitor.hear([], now + 2);
    assert.deepEqual(updates, [true, false, true]);
  });
});

describe('startHeartbeat', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('reports at once, then at every interval, until it is ended', async () => {
    const reports: (readonly unknown[])[] = [];
    const query = async (_text: string, values: readonly unknown[]): Promise<void> => void reports.push(values);
    const end = startHeartbeat({
      service: 'worker',
      intervalMs: 500,
      query,
      onError: (error) => assert.fail(String(error)),
    });
    await settle();
    mock.timers.tick(500);
    await settle();
    end();
    mock.timers.tick(5_000);
    assert.deepEqual(reports, [
      ['worker', 500, false],
      ['worker', 500, false],
    ]);
  });

  it('asks a database that hangs one time only, and goes on after one that refuses', async () => {
    const questions: PromiseWithResolvers<void>[] = [];
    const errors: unknown[] = [];
    const end = startHeartbeat({
      service: 'worker',
      intervalMs: 500,
      query() {
        const question = Promise.withResolvers<void>();
        questions.push(question);
        return question.promise;
      },
      onError: (error) => errors.push(error),
    });
    mock.timers.tick(5_000);
    assert.equal(questions.length, 1);
    questions[0]?.reject(new Error('refused'));
    await settle();
    mock.timers.tick(500);
    end();
    assert.equal(questions.length, 2);
    assert.match(String(errors), /refused/);
  });
});
