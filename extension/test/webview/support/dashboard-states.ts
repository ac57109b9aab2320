import { type HealthReport, type ServiceHealth, serviceErrorSchema } from '@zero-to-running/health/contract/report';
import type { DashboardState } from '../../../src/shared/dashboard-protocol.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

function service(change: Partial<ServiceHealth> = {}): ServiceHealth {
  return { status: 'healthy', critical: true, latencyMs: 1, checkedAt: ago(500), since: ago(90_000_000), ...change };
}

function report(change: Partial<HealthReport> = {}): HealthReport {
  return {
    status: 'ok',
    timestamp: ago(0),
    phase: 'ready',
    version: '1.0.0',
    services: { frontend: service(), api: service(), database: service(), cache: service({ critical: false }) },
    system: { uptime: 100_000, memory: { used: 100, total: 4_000 }, platform: '∆' },
    ...change,
  };
}

const change = (status: 'healthy' | 'unhealthy', ms: number) => ({
  at: ago(ms),
  status,
  ...(status === 'unhealthy' && { error: 'refused' as const }),
});

function state(more: Partial<DashboardState> = {}): DashboardState {
  return {
    environment: { id: '1', name: '店' },
    environments: [
      { id: '1', name: '店' },
      { id: '2', name: '庫' },
    ],
    link: 'live',
    answer: report(),
    probed: {},
    detail: 'full',
    history: {
      services: {
        api: {
          changes: [change('healthy', 9e7), change('unhealthy', 9_000), change('healthy', 4_000)],
          samples: [{ at: ago(3_000), status: 'healthy', latencyMs: 2_000 }],
        },
        cache: {
          changes: [change('unhealthy', 9_000)],
          samples: [{ at: ago(2_000), status: 'unhealthy', latencyMs: null }],
        },
      },
    },
    answerDueBy: null,
    clockOffsetMs: 0,
    notRunning: null,
    failure: null,
    guess: null,
    notes: [],
    retryAt: null,
    actions: ['start', 'openApp', 'openApiDocs'],
    serviceActions: { api: ['showLogs', 'restart'], cache: ['showLogs', 'restart'] },
    ...more,
  };
}

const broken = (error: ServiceHealth['error'], critical: boolean) =>
  report({
    status: critical ? 'error' : 'degraded',
    services: {
      api: service(),
      database: service({ status: 'unhealthy', critical, latencyMs: null, checkedAt: null, error }),
      cache: service({ status: 'unhealthy', critical, error }),
    },
  });

/** What the dashboard can show, as of now, in data without a Latin letter. */
export const dashboardStates = (): Readonly<Record<string, DashboardState>> => ({
  'all healthy': state(),
  ...Object.fromEntries(
    serviceErrorSchema.options.map((error, index) => [error, state({ answer: broken(error, index % 2 === 0) })]),
  ),
  'one optional service away': state({
    answer: report({
      status: 'degraded',
      services: { api: service(), cache: service({ status: 'unhealthy', critical: false }) },
    }),
  }),
  'one critical service away': state({
    answer: report({
      status: 'error',
      services: { api: service(), database: service({ status: 'unknown', error: 'timeout' }) },
    }),
  }),
  'an error without a service': state({ answer: report({ status: 'error', services: {} }) }),
  starting: state({ answer: report({ phase: 'starting' }), link: 'polling' }),
  draining: state({ answer: report({ phase: 'draining' }) }),
  stale: state({ answer: report({ timestamp: ago(60_000) }), clockOffsetMs: 0 }),
  'waiting for a slow answer': state({
    answer: report({ timestamp: ago(8_000) }),
    link: 'polling',
    answerDueBy: Date.now() + 60_000,
  }),
  lost: state({ link: 'lost', failure: '∅', retryAt: Date.now() + 60_000 }),
  'lost before there was a report': state({ link: 'lost', answer: null, failure: '∅' }),
  'not running': state({ link: 'lost', answer: null, notRunning: 'stopped', failure: '∅' }),
  'not running yet': state({ link: 'lost', answer: null, notRunning: 'starting', failure: '∅' }),
  'not all of it': state({ notes: ['∅', '∆'] }),
  'of an API that says little': state({
    answer: {
      status: 'degraded',
      timestamp: ago(0),
      services: { cache: { status: 'unhealthy' }, '': { status: 'healthy' } },
    },
  }),
  'of an API without services': state({ answer: { status: 'ok', timestamp: ago(0), services: {} } }),
  'maybe of another folder': state({ guess: '∅' }),
  connecting: state({ link: 'connecting', answer: null }),
  paused: state({ link: 'paused' }),
  redacted: state({
    detail: 'redacted',
    answer: {
      status: 'error',
      timestamp: ago(0),
      detail: 'public',
      services: { api: { status: 'healthy' }, database: { status: 'unhealthy' }, '': { status: 'unknown' } },
    },
  }),
});
