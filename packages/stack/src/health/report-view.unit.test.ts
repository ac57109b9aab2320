import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import type { HealthAnswer, HealthReport } from '@zero-to-running/health/contract/report';
import { reportLines } from './report-view.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();

const healthy: HealthReport['services'][string] = {
  status: 'healthy',
  critical: true,
  latencyMs: 0.74,
  checkedAt: at(59),
  since: at(0),
};

const report: HealthReport = {
  status: 'ok',
  timestamp: at(60),
  phase: 'ready',
  version: '1.0.0',
  services: { api: healthy, cache: { ...healthy, critical: false } },
  system: { uptime: 90, memory: { used: 80, total: 2048 }, platform: 'linux' },
};

/** As it looks a minute after the first second, without colours. */
function shown(answer: HealthAnswer, width = Infinity): string[] {
  return reportLines(answer, { now: Date.parse(at(60)), width }).map(stripVTControlCharacters);
}

describe('a health report in the terminal', () => {
  it('shows the whole, each service, and the process', () => {
    assert.deepEqual(shown(report), [
      '✔ All healthy, updated just now',
      '',
      '  service  status     latency  checked   since',
      '  api      ✔ healthy  0.7 ms   just now  1 min',
      '  cache    ✔ healthy  0.7 ms   just now  1 min',
      '',
      '  phase ready, version 1.0.0, up 1 min 30 s, 80 MB of 2 GB',
    ]);
  });

  it('says of what is unhealthy why, and what to do', () => {
    const cache = { ...report.services['cache'], ...healthy, status: 'unhealthy', latencyMs: null } as const;
    const text = shown({
      ...report,
      status: 'degraded',
      services: { api: healthy, cache: { ...cache, error: 'refused' } },
    });
    assert.match(text[0] ?? '', /^! Degraded/);
    assert.match(text.join('\n'), /cache +✖ unhealthy +– +just now +1 min +\S+/);
    assert.match(text.at(-1) ?? '', /^ {2}→ cache: \S+/);
  });

  it('takes a service that was never checked for no healthy one', () => {
    const unknown = { ...healthy, status: 'unknown', checkedAt: null, latencyMs: null } as const;
    const text = shown({ ...report, status: 'error', services: { database: unknown } });
    assert.match(text[0] ?? '', /^✖ Not working/);
    assert.match(text.join('\n'), /database +\? unknown +– +never/);
  });

  it('shows what it may see without the token, and how to see more', () => {
    const text = shown({ status: 'ok', timestamp: at(30), detail: 'public', services: { api: { status: 'healthy' } } });
    assert.match(text[0] ?? '', /updated 30 s ago/);
    assert.match(text.join('\n'), /api +✔ healthy\n\n.*HEALTH_DETAIL_TOKEN/);
  });

  it('fits a narrow terminal', () => {
    const services = { cache: { ...healthy, status: 'unhealthy', error: 'unresolved' } } as const;
    for (const line of shown({ ...report, services }, 60).slice(2, 4)) assert.ok(line.length <= 60, line);
  });
});
