import assert from 'node:assert/strict';
import type { HealthHistory } from '../contract/history.ts';
import { historyLimits } from '../contract/protocol.ts';
import { atNoon, report, service } from '../contract/test-support/reports.ts';
import { appendReport, emptyHistory, mergeHistory, serviceHistory } from './history.ts';

const reportOf = (health: Parameters<typeof service>[0]) => report({ services: { database: service(health) } });

const sample = (ms: number) => ({ at: atNoon(ms), status: 'healthy' as const, latencyMs: ms });

const times = (history: HealthHistory) => serviceHistory(history, 'database').samples.map(({ latencyMs }) => latencyMs);

describe('history', () => {
  it('gains a sample with each report that has one', () => {
    const once = appendReport(emptyHistory, reportOf({}));
    const repeated = appendReport(once, reportOf({}));
    const next = appendReport(repeated, reportOf({ checkedAt: atNoon(2_000), latencyMs: 3 }));
    assert.deepEqual(repeated, once);
    assert.deepEqual(
      serviceHistory(next, 'database').samples.map(({ latencyMs }) => latencyMs),
      [1, 3],
    );
    assert.deepEqual(serviceHistory(appendReport(emptyHistory, reportOf({ checkedAt: null })), 'database').samples, []);
  });

  it('gains a change when the state is newer than what it has', () => {
    const before = appendReport(emptyHistory, reportOf({}));
    assert.deepEqual(serviceHistory(before, 'database').changes, []);
    const down = { status: 'unhealthy', latencyMs: null, error: 'timeout', since: atNoon(1_000) } as const;
    const after = appendReport(before, reportOf({ ...down, checkedAt: atNoon(1_000) }));
    const still = appendReport(after, reportOf({ ...down, checkedAt: atNoon(2_000) }));
    assert.deepEqual(serviceHistory(still, 'database').changes, [
      { at: atNoon(1_000), status: 'unhealthy', error: 'timeout' },
    ]);
  });

  it('gains no change while a service starts, nor by a clock that is compared anew', () => {
    const starting = { status: 'unhealthy', latencyMs: null, error: 'refused' } as const;
    let history = appendReport(emptyHistory, reportOf({ ...starting, checkedAt: atNoon(1), since: atNoon(0) }));
    history = appendReport(history, reportOf({ checkedAt: atNoon(3), since: atNoon(3) }));
    history = appendReport(history, reportOf({ checkedAt: atNoon(5), since: atNoon(4) }));
    assert.deepEqual(serviceHistory(history, 'database').changes, []);
    history = appendReport(history, reportOf({ ...starting, checkedAt: atNoon(7), since: atNoon(7) }));
    assert.equal(serviceHistory(history, 'database').changes.length, 1);
  });

  it('stays within the bounds of the API', () => {
    let history = emptyHistory;
    for (let index = 0; index < 300; index += 1) {
      const at = atNoon(index * 1_000);
      history = appendReport(
        history,
        reportOf({ checkedAt: at, since: at, status: index % 2 ? 'unhealthy' : 'healthy' }),
      );
    }
    const { changes, samples } = serviceHistory(history, 'database');
    assert.deepEqual([changes.length, samples.length], [historyLimits.changes, historyLimits.samples]);
    assert.equal(samples.at(-1)?.at, atNoon(299_000));
  });

  it('takes over the memory of the API, after what was seen before it begins', () => {
    const local: HealthHistory = {
      services: { database: { changes: [], samples: [sample(0), sample(1), sample(2)] } },
    };
    const restarted: HealthHistory = { services: { database: { changes: [], samples: [sample(2), sample(3)] } } };
    const empty: HealthHistory = { services: { database: { changes: [], samples: [] } } };
    assert.deepEqual(times(mergeHistory(local, restarted)), [0, 1, 2, 3]);
    assert.deepEqual(times(mergeHistory(local, empty)), [0, 1, 2]);
    assert.deepEqual(times(mergeHistory(emptyHistory, restarted)), [2, 3]);
  });

  it('is not confused by the names of services', () => {
    for (const name of ['constructor', 'toString', '__proto__', '']) {
      assert.deepEqual(serviceHistory(emptyHistory, name), { changes: [], samples: [] });
      const services = Object.fromEntries([[name, service()]]);
      assert.equal(serviceHistory(appendReport(emptyHistory, report({ services })), name).samples.length, 1, name);
    }
  });
});
