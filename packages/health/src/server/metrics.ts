import type { HealthHistory } from '../contract/history.ts';
import type { HealthMonitor } from './monitor.ts';

export interface HealthMetricsOptions {
  readonly monitor: Pick<HealthMonitor, 'history'>;
  /** Of all metrics of the application, such as its name. */
  readonly namespace: string;
  /** Value of the dimension `Environment`. */
  readonly environment: string;
  /** Takes one line, without its end. */
  readonly write: (line: string) => void;
  /** Milliseconds from one report to the next. */
  readonly intervalMs?: number;
}

type Sample = HealthHistory['services'][string]['samples'][number];

/** What CloudWatch takes of one metric in one line. */
const maxValues = 100;

/**
 * One service's samples in CloudWatch's embedded metric format: `Healthy` (1 or 0) and, of those that succeeded,
 * `LatencyMs`. Where there is no sample, nothing is known, which counts as unhealthy.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function toLine(
  { namespace, environment }: Pick<HealthMetricsOptions, 'namespace' | 'environment'>,
  service: string,
  samples: readonly Sample[],
  at: number,
): string {
  const latest = samples.slice(-maxValues);
  const latencies = latest.flatMap(({ latencyMs }) => latencyMs ?? []);
  const metrics = [
    { Name: 'Healthy', Unit: 'None' },
    ...(latencies.length > 0 ? [{ Name: 'LatencyMs', Unit: 'Milliseconds' }] : []),
  ];
  return JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [['Environment', 'Service']], Metrics: metrics }],
    },
    Environment: environment,
    Service: service,
    Healthy: latest.length > 0 ? latest.map(({ status }) => (status === 'healthy' ? 1 : 0)) : [0],
    ...(latencies.length > 0 ? { LatencyMs: latencies } : {}),
  });
}

/** Writes what was sampled as metrics, a line for each service: once a minute, and what is left when it is stopped. */
export class HealthMetrics {
  readonly #options: HealthMetricsOptions;
  #timer: NodeJS.Timeout | undefined;
  /** By service; what comes after it is still to be told. */
  readonly #told = new Map<string, Sample | undefined>();

  constructor(options: HealthMetricsOptions) {
    this.#options = options;
  }

  /** To be called once. */
  start(): void {
    for (const [service, samples] of this.#samples()) this.#told.set(service, samples.at(-1));
    this.#timer = setInterval(() => this.#write(), this.#options.intervalMs ?? 60_000);
  }

  stop(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#write();
  }

  #write(): void {
    const { write } = this.#options;
    const now = Date.now();
    for (const [service, samples] of this.#samples()) {
      // Where it is not among them any more, all of them have come since.
      const fresh = samples.slice(samples.findLastIndex((sample) => sample === this.#told.get(service)) + 1);
      write(toLine(this.#options, service, fresh, now));
      this.#told.set(service, samples.at(-1));
    }
  }

  #samples(): [string, readonly Sample[]][] {
    const { services } = this.#options.monitor.history();
    return Object.entries(services).map(([service, { samples }]) => [service, samples]);
  }
}
