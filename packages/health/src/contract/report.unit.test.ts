import assert from 'node:assert/strict';
import { healthHistorySchema } from './history.ts';
import {
  healthAnswerSchema,
  healthReportSchema,
  healthSummarySchema,
  overallStatus,
  type HealthReport,
  serviceErrorSchema,
} from './report.ts';
import { explainServiceError } from '../words/service-errors.ts';

const instant = '2026-11-23T12:00:00.000Z';

const report: HealthReport = {
  status: 'degraded',
  timestamp: instant,
  phase: 'ready',
  version: '1.0.0+abc1234',
  services: {
    database: { status: 'healthy', critical: true, latencyMs: 1.1, checkedAt: instant, since: instant },
    cache: {
      status: 'unhealthy',
      critical: false,
      latencyMs: null,
      checkedAt: instant,
      since: instant,
      error: 'refused',
    },
  },
  system: { uptime: 3600, memory: { used: 512, total: 2048 }, platform: 'linux' },
};

describe('health report', () => {
  it('is read as it was written', () => {
    assert.deepEqual(healthReportSchema.parse(JSON.parse(JSON.stringify(report))), report);
  });

  it('from a newer producer, with fields and values that are not known here, is read all the same', () => {
    const newer = {
      ...report,
      region: 'mars',
      services: { database: { ...report.services['database'], status: 'sleepy', error: 'tls', shard: 3 } },
    };
    const read = healthReportSchema.parse(newer);
    assert.equal(read.services['database']?.status, 'unknown');
    assert.equal(read.services['database']?.error, 'unknown');
  });

  it('names the field that is wrong', () => {
    const broken = { ...report, system: { ...report.system, uptime: 'long' } };
    const result = healthReportSchema.safeParse(broken);
    assert.deepEqual(result.error?.issues[0]?.path, ['system', 'uptime']);
  });

  it('is told from the summary that callers without the token get', () => {
    assert.deepEqual(healthAnswerSchema.parse(report), report);
    const summary = { status: 'ok', timestamp: instant, detail: 'public', services: { api: { status: 'healthy' } } };
    assert.deepEqual(healthSummarySchema.parse({ ...report, ...summary }), summary);
    assert.deepEqual(healthAnswerSchema.parse(summary), summary);
  });

  it('history is read as it was written, whatever else a newer producer adds', () => {
    const history = {
      services: {
        cache: {
          changes: [{ at: instant, status: 'unhealthy', error: 'refused' }],
          samples: [{ at: instant, status: 'unhealthy', latencyMs: null }],
        },
      },
    };
    assert.deepEqual(healthHistorySchema.parse({ ...history, retention: 'short' }), history);
  });
});

describe('overall status', () => {
  const healthy = { status: 'healthy', critical: true } as const;
  const cases = [
    ['ok', 'when there are no services', []],
    ['ok', 'when all are healthy', [healthy, { status: 'healthy', critical: false }]],
    ['degraded', 'when only a non-critical one is unhealthy', [healthy, { status: 'unhealthy', critical: false }]],
    ['degraded', 'when only a non-critical one is unknown', [{ status: 'unknown', critical: false }, healthy]],
    ['error', 'when a critical one is unhealthy', [{ status: 'unhealthy', critical: true }, healthy]],
    ['error', 'when a critical one is unknown', [healthy, { status: 'unknown', critical: true }]],
    [
      'error',
      'when a critical one fails after a non-critical one',
      [
        { status: 'unhealthy', critical: false },
        { status: 'unhealthy', critical: true },
      ],
    ],
  ] as const;
  for (const [expected, when, services] of cases) {
    it(`is ${expected} ${when}`, () => assert.equal(overallStatus(services), expected));
  }
});

describe('wording of service errors', () => {
  it('says for every error what happened and what to do, in a way that no other does', () => {
    const wordings = serviceErrorSchema.options.map(explainServiceError);
    for (const { what, remedy } of wordings) {
      assert.match(what, /^[a-z].*[^.]$/);
      assert.match(remedy, /^[A-Z].*\.$/);
    }
    assert.equal(new Set(wordings.map(({ remedy }) => remedy)).size, serviceErrorSchema.options.length);
  });
});
