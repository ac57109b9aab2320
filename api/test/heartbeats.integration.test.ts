import assert from 'node:assert/strict';
import { healthPaths, healthReportSchema } from '@zero-to-running/health/contract/report';
import { startHeartbeat } from '@zero-to-running/health/server/heartbeats';
import { Pool } from 'pg';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

describe('a service that reports by heartbeat', () => {
  needs('database', 'cache');

  let api: TestApi;
  let pool: Pool;

  const report = async () => healthReportSchema.parse(await (await api.fetch(healthPaths.all)).json());

  before(async () => {
    api = await startTestApi();
    pool = new Pool({ connectionString: api.database.url, max: 1 });
  });

  after(async () => {
    await pool?.end();
    await api?.close();
  });

  it('appears with no configuration, is unhealthy after three silent intervals, and is forgotten with its row', async () => {
    const end = startHeartbeat({
      service: 'worker',
      intervalMs: 300,
      query: (text, values) => pool.query(text, [...values]),
      onError: (error) => assert.fail(String(error)),
    });
    await eventually('the worker is healthy', async () => (await report()).services['worker']?.status === 'healthy');
    assert.equal((await api.fetch('/health/worker')).status, 200);
    end();
    await eventually('it is silent', async () => (await report()).services['worker']?.error === 'silent');
    assert.equal((await report()).status, 'degraded');
    assert.equal((await api.fetch('/health/worker')).status, 503);
    await pool.query("DELETE FROM service_heartbeats WHERE service = 'worker'");
    await eventually('it is forgotten', async () => !('worker' in (await report()).services));
    assert.equal((await report()).status, 'ok');
    assert.equal((await api.fetch('/health/worker')).status, 404);
  });

  it('may be written in any language that speaks SQL', async () => {
    const beat = `INSERT INTO service_heartbeats (service, interval_ms, critical) VALUES ('batch', 60000, true)
      ON CONFLICT (service) DO UPDATE SET beat_at = now()`;
    await pool.query(beat);
    await eventually('it is healthy', async () => (await report()).services['batch']?.status === 'healthy');
    await pool.query("UPDATE service_heartbeats SET beat_at = now() - interval '1 hour' WHERE service = 'batch'");
    await eventually('the application is unhealthy', async () => (await report()).status === 'error');
    await pool.query(beat);
    await eventually('it has recovered', async () => (await report()).status === 'ok');
  });
});
