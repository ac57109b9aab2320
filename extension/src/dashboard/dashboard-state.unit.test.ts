import assert from 'node:assert/strict';
import { compareClocks, noComparison } from '@zero-to-running/health/client/freshness';
import type { HealthReport, ServiceHealth } from '@zero-to-running/health/contract/report';
import { ConnectionFailure } from '@zero-to-running/health/client/failure';
import type { Environment } from '../environments/environment.ts';
import { overallOf, serviceViews } from '../presentation/service-view.ts';
import { emptySnapshot, type EnvironmentSnapshot } from '../store/environment-store.ts';
import { dashboardState } from './dashboard-messages.ts';

const at = '2026-11-23T12:00:00.000Z';

const healthy: ServiceHealth = { status: 'healthy', critical: true, latencyMs: 1, checkedAt: at, since: at };

const report: HealthReport = {
  status: 'ok',
  timestamp: at,
  phase: 'ready',
  version: '1.0.0',
  services: { api: healthy, constructor: healthy },
  system: { uptime: 1, memory: { used: 1, total: 2 }, platform: 'linux' },
};

function environment(snapshot: Partial<EnvironmentSnapshot>, kind: Environment['kind'] = 'local'): Environment {
  const nothing = { dispose: () => undefined };
  return {
    id: kind,
    kind,
    name: 'shop',
    folder: undefined,
    store: {
      snapshot: { ...emptySnapshot, ...snapshot },
      onDidChange: () => nothing,
      watch: () => nothing,
      refresh: () => undefined,
      dispose: () => undefined,
    },
    askedOrigin: () => Promise.resolve('http://localhost:4000'),
    addresses: () => Promise.resolve({ api: 'http://localhost:4000', frontend: undefined }),
  };
}

const receivedAt = Date.parse(at) + 1_500;
const clocks = compareClocks(noComparison, at, receivedAt);
const answered = { link: 'live', answer: report, report, receivedAt, clocks } as const;

function shown(one: Environment, isTrusted: boolean) {
  return dashboardState(one, [one], { isTrusted });
}

describe("the dashboard's state", () => {
  it('has the frontend among the services, and the difference of the clocks', () => {
    const state = shown(environment({ ...answered, frontend: { ...healthy, critical: false } }), true);
    assert.deepEqual(Object.keys(state.answer?.services ?? {}), ['api', 'constructor', 'frontend']);
    assert.equal(state.clockOffsetMs, 1_500);
  });

  it('has the frontend as it is probed by another clock, also of an API that is lost, as the tree has it', () => {
    const checkedAt = '2026-11-23T12:00:11.500Z';
    const frontend = { ...healthy, critical: false, checkedAt };
    const lost = { ...answered, frontend, link: 'lost', fresh: false } as const;
    const { probed, answer } = shown(environment(lost), true);
    assert.deepEqual(probed, { frontend: '2026-11-23T12:00:10.000Z' });
    assert.deepEqual(Object(answer).services.frontend.checkedAt, '2026-11-23T12:00:10.000Z');
    const tree = serviceViews({ ...emptySnapshot, ...lost }).map(({ key, status }) => [key, status]);
    assert.deepEqual(tree[0], ['frontend', 'healthy']);
    assert.deepEqual(shown(environment({ ...lost, link: 'paused' }), true).probed, {});
  });

  it('is degraded without a frontend, whatever the API says', () => {
    const down = { ...healthy, critical: false, status: 'unhealthy', error: 'refused' } as const;
    const snapshot = { ...answered, fresh: true, frontend: down };
    assert.equal(shown(environment(snapshot), true).answer?.status, 'degraded');
    assert.equal(overallOf({ ...emptySnapshot, ...snapshot }), 'degraded');
  });

  it('says what is missing of what it shows', () => {
    assert.deepEqual(shown(environment(answered), true).notes, []);
    const crowded = environment({ ...answered, leftOut: { services: 150, failing: 0 } });
    assert.deepEqual(shown(crowded, true).notes, [
      'The report names 150 more services than can be shown, all of them healthy.',
    ]);
  });

  it('offers what may be done with each service, whatever it is called', () => {
    const local = environment(answered);
    const remote = environment(answered, 'remote');
    assert.deepEqual(shown(local, true).serviceActions, {
      api: ['showLogs', 'restart'],
      constructor: ['showLogs', 'restart'],
    });
    const beside = dashboardState(remote, [local, remote], { isTrusted: true });
    assert.deepEqual(beside.serviceActions, { api: ['showLogs'], constructor: ['showLogs'] });
    assert.deepEqual(shown(remote, true).serviceActions, { api: [], constructor: [] }, 'no folder has a Makefile');
    assert.deepEqual(shown(local, false).serviceActions, { api: [], constructor: [] });
  });

  it('offers to start what may not be running, and says that it may not', () => {
    const guessed = environment({ ...answered, guess: 'http://localhost:4000' });
    assert.deepEqual(shown(guessed, true).actions, ['start', 'openApp', 'openApiDocs']);
    assert.deepEqual(shown(guessed, true).serviceActions, { api: [], constructor: [] });
    assert.match(shown(guessed, true).guess ?? '', /http:\/\/localhost:4000.*\.$/);
    assert.deepEqual(shown(guessed, false).actions, ['openApp', 'openApiDocs']);
    assert.equal(shown(environment(answered), true).guess, null);
  });

  it('says of what does not run that it does not, which is no failure', () => {
    const stopped = { link: 'lost', failure: new ConnectionFailure('stopped', 'the stack is not running') } as const;
    const { notRunning, failure } = shown(environment(stopped), true);
    assert.deepEqual([notRunning, failure], ['stopped', 'The stack is not running.']);
    const starting = { link: 'lost', failure: new ConnectionFailure('starting', 'the stack is starting') } as const;
    const soon = shown(environment(starting), true);
    assert.deepEqual([soon.notRunning, soon.failure, soon.actions], ['starting', 'The stack is starting.', []]);
    assert.equal(shown(environment(answered), true).notRunning, null);
  });

  it('offers to start what does not answer, where that may be done', () => {
    const lost = { link: 'lost', failure: new ConnectionFailure('refused', 'nothing listens there') } as const;
    assert.deepEqual(shown(environment(lost), true).actions, ['start']);
    assert.match(shown(environment(lost), true).failure ?? '', /nothing listens there/);
    assert.deepEqual(shown(environment(lost), false).actions, []);
    assert.deepEqual(shown(environment(lost, 'remote'), true).actions, []);
  });
});
