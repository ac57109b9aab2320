import assert from 'node:assert/strict';
import type { HealthHistory } from '../contract/history.ts';
import { eventually } from '../test-support/eventually.ts';
import { HealthMetrics } from './metrics.ts';

type Samples = HealthHistory['services'][string]['samples'];

const sample = (latencyMs: number | null): Samples[number] => ({
  at: new Date().toISOString(),
  status: latencyMs === null ? 'unhealthy' : 'healthy',
  latencyMs,
});

describe('HealthMetrics', () => {
  let samples: Samples;
  let lines: Record<string, unknown>[];
  let metrics: HealthMetrics;

  function start(intervalMs = 60_000, earlier: Samples = []): void {
    samples = earlier;
    lines = [];
    metrics = new HealthMetrics({
      monitor: { history: () => ({ services: { database: { changes: [], samples } } }) },
      namespace: 'shop',
      environment: 'staging',
      write: (line) => lines.push(JSON.parse(line)),
      intervalMs,
    });
    metrics.start();
  }

  afterEach(() => metrics.stop());

  it('are what CloudWatch reads as such', () => {
    start();
    samples.push(sample(1.5), sample(null), sample(2));
    metrics.stop();
    const [{ _aws: directive, ...line } = { _aws: undefined }, ...more] = lines;
    assert.deepEqual(more, []);
    assert.deepEqual(line, { Environment: 'staging', Service: 'database', Healthy: [1, 0, 1], LatencyMs: [1.5, 2] });
    const { Timestamp, CloudWatchMetrics } = Object(directive);
    assert(Math.abs(Date.now() - Timestamp) < 60_000);
    assert.deepEqual(CloudWatchMetrics, [
      {
        Namespace: 'shop',
        Dimensions: [['Environment', 'Service']],
        Metrics: [
          { Name: 'Healthy', Unit: 'None' },
          { Name: 'LatencyMs', Unit: 'Milliseconds' },
        ],
      },
    ]);
  });

  it('count each sample once, and silence as unhealthy', async () => {
    start(20);
    samples.push(sample(1));
    await eventually('the sample', () => lines.some(({ LatencyMs }) => Array.isArray(LatencyMs)));
    const told = lines.length;
    await eventually('another line', () => lines.length > told);
    assert.deepEqual(lines.at(-1)?.['Healthy'], [0]);
    assert(!('LatencyMs' in (lines.at(-1) ?? {})));
    assert(!JSON.stringify(lines.at(-1)).includes('LatencyMs'), 'a metric without a value is not named');
    assert.equal(lines.filter(({ LatencyMs }) => Array.isArray(LatencyMs)).length, 1);
  });

  it('leave out what was sampled before they began, and no more than CloudWatch takes', () => {
    start(60_000, [sample(9)]);
    samples.push(...Array.from({ length: 120 }, (_, number) => sample(number)));
    metrics.stop();
    const latencies = lines[0]?.['LatencyMs'];
    assert(Array.isArray(latencies));
    assert.deepEqual([latencies.length, latencies[0], latencies.at(-1)], [100, 20, 119]);
  });
});
