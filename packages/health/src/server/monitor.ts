import { totalmem } from 'node:os';
import type { HealthHistory } from '../contract/history.ts';
import { type HealthReport, overallStatus, type Phase, type System } from '../contract/report.ts';
import { type Heartbeat, toSample } from './heartbeats.ts';
import type { Probe, Sample } from './probe.ts';
import { Sampler, type SamplingTimings } from './sampler.ts';
import { ServiceRecord } from './service-record.ts';

/** Where the process is in its life; everything that depends on it asks here. */
export class Lifecycle {
  readonly #listeners: (() => void)[] = [];
  #phase: Phase = 'starting';

  get phase(): Phase {
    return this.#phase;
  }

  enter(phase: Phase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

const bytesPerMb = 1024 * 1024;

const megabytes = (bytes: number): number => Math.round(bytes / bytesPerMb);

/** Bytes the process may use: the container's limit (cgroup v1 or v2) where it has one, else the machine's memory. */
export function memoryLimit(constrained = process.constrainedMemory(), machine = totalmem()): number {
  // Without a limit there is 0, or (cgroup v1) a number beyond any memory.
  return constrained > 0 && constrained < machine ? constrained : machine;
}

/** Figures of this process, in the units of the contract. */
export function describeSystem(): System {
  return {
    uptime: Math.floor(process.uptime()),
    memory: { used: megabytes(process.memoryUsage.rss()), total: megabytes(memoryLimit()) },
    platform: process.platform,
  };
}

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
  readonly #records: Map<string, ServiceRecord>;
  /** The services that report by heartbeat, and whether each is critical. */
  readonly #reporting = new Map<string, boolean>();
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
    await Promise.all(this.#options.probes.map(async (probe) => probe.close?.()));
  }

  /**
   * Takes what services have reported by heartbeat, all of them each time: a service that is not among them is forgotten.
   * What a probe samples is left to the probe.
   * @param at when that was read, in milliseconds since the epoch
   */
  hear(heartbeats: readonly Heartbeat[], at: number): void {
    const heard = new Map(heartbeats.map(({ service, critical }) => [service, critical]));
    let changed = false;
    for (const [service, critical] of this.#reporting) {
      if (heard.get(service) === critical) continue;
      this.#reporting.delete(service);
      changed = this.#records.delete(service) || changed;
    }
    for (const heartbeat of heartbeats) changed = this.#add(heartbeat, at) || changed;
    if (heartbeats.length > 0 || changed) this.#notify(changed);
  }

  #add(heartbeat: Heartbeat, at: number): boolean {
    const { service, critical } = heartbeat;
    const known = this.#records.get(service);
    if (known && !this.#reporting.has(service)) return false;
    this.#reporting.set(service, critical);
    const record = known ?? new ServiceRecord(critical, this.#options.timings.staleAfterMs, at);
    this.#records.set(service, record);
    return record.add(toSample(heartbeat, at));
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

  /** What the last probe of a service found, without hysteresis; undefined before the first. */
  lastSample(service: string): Sample | undefined {
    return this.#records.get(service)?.lastSample;
  }

  history(): HealthHistory {
    return { services: Object.fromEntries([...this.#records].map(([name, { history }]) => [name, history])) };
  }

  #notify(changed = false): void {
    for (const listener of this.#listeners) listener(changed);
  }
}
