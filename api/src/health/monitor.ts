import { type HealthReport, overallStatus } from '@zero-to-running/contract/health';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import type { Lifecycle } from './lifecycle.ts';
import type { Probe } from './probe.ts';
import { Sampler } from './sampler.ts';
import { ServiceRecord } from './service-record.ts';
import { describeSystem } from './system.ts';
import type { SamplingTimings } from './timings.ts';

export interface MonitorOptions {
  readonly probes: readonly Probe[];
  readonly lifecycle: Lifecycle;
  readonly version: string;
  /** Name of the stack that this is part of; undefined where it is part of none. */
  readonly stack: string | undefined;
  readonly timings: SamplingTimings;
}

type Listener = (changed: boolean) => void;

/** Samples all services in the background, each by itself, and knows at any time what is known of them. */
export class HealthMonitor {
  readonly #options: MonitorOptions;
  readonly #records: ReadonlyMap<string, ServiceRecord>;
  readonly #samplers: readonly Sampler[];
  readonly #listeners: Listener[] = [];

  constructor(options: MonitorOptions) {
    const { probes, lifecycle, timings } = options;
    const startedAt = Date.now();
    this.#options = options;
    this.#records = new Map(
      probes.map(({ name, critical }) => [name, new ServiceRecord(critical, timings.staleAfterMs, startedAt)]),
    );
    this.#samplers = probes.map(
      (probe) => new Sampler(probe, timings, (sample) => this.#notify(this.#records.get(probe.name)?.add(sample))),
    );
    lifecycle.onChange(() => this.#notify(true));
  }

  start(): void {
    for (const sampler of this.#samplers) sampler.start();
  }

  /** Samples every service without waiting for the interval. */
  sampleSoon(): void {
    for (const sampler of this.#samplers) sampler.sampleSoon();
  }

  /** Stops sampling for good, and lets go of the probes' connections. */
  async stop(): Promise<void> {
    for (const sampler of this.#samplers) sampler.stop();
    await Promise.all(this.#options.probes.map((probe) => probe.close()));
  }

  /** Calls the listener after every sample and every change of phase, with whether that changed more than figures. */
  onUpdate(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Until when a report made now is true, unless there is an update; in milliseconds since the epoch. */
  validUntil(now: number): number {
    const nextStale = [...this.#records.values()].map(({ staleAt }) => staleAt).filter((at) => at > now);
    return Math.min(now + this.#options.timings.intervalMs, ...nextStale);
  }

  /** @param now milliseconds since the epoch */
  report(now: number): HealthReport {
    const services = Object.fromEntries([...this.#records].map(([name, record]) => [name, record.at(now)]));
    return {
      status: overallStatus(Object.values(services)),
      timestamp: new Date(now).toISOString(),
      phase: this.#options.lifecycle.phase,
      version: this.#options.version,
      ...(this.#options.stack === undefined ? {} : { stack: this.#options.stack }),
      services,
      system: describeSystem(),
    };
  }

  history(): HealthHistory {
    return { services: Object.fromEntries([...this.#records].map(([name, { history }]) => [name, history])) };
  }

  #notify(changed = false): void {
    for (const listener of this.#listeners) listener(changed);
  }
}
