import { type HealthReport, summaryOf } from '../contract/report.ts';
import { healthEventName } from '../contract/protocol.ts';
import type { HealthMonitor } from './monitor.ts';

/** An answer, once for those who may see details and once for those who may not. */
export interface Rendering {
  /** 200, or 503 where what it tells of is unhealthy. */
  readonly status: number;
  readonly full: Buffer;
  readonly summary: Buffer;
}

/** Everything that is answered from one report. */
export interface RenderedReport {
  readonly all: Rendering;
  /** By the service's name in the report. */
  readonly services: ReadonlyMap<string, Rendering>;
  /** `all` as server-sent events. */
  readonly event: Omit<Rendering, 'status'>;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const httpStatus = (works: boolean): number => (works ? 200 : 503);

function toEvent(report: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`event: ${healthEventName}\ndata: `), report, Buffer.from('\n\n')]);
}

function render(report: HealthReport): RenderedReport {
  const summary = summaryOf(report);
  const all = { status: httpStatus(report.status !== 'error'), full: json(report), summary: json(summary) };
  const services = Object.entries(report.services).map(([name, service]): [string, Rendering] => {
    const status = httpStatus(service.status === 'healthy');
    return [name, { status, full: json(service), summary: json(summary.services[name]) }];
  });
  return { all, services: new Map(services), event: { full: toEvent(all.full), summary: toEvent(all.summary) } };
}

/** Serialises the report once for all who ask until the next sample. */
export class ReportRenderer {
  readonly #monitor: HealthMonitor;
  #rendered: RenderedReport | undefined;
  #validUntil = 0;

  constructor(monitor: HealthMonitor) {
    this.#monitor = monitor;
    monitor.onUpdate(() => {
      this.#rendered = undefined;
    });
  }

  get current(): RenderedReport {
    const now = Date.now();
    if (this.#rendered && now < this.#validUntil) return this.#rendered;
    this.#validUntil = this.#monitor.validUntil(now);
    this.#rendered = render(this.#monitor.report(now));
    return this.#rendered;
  }
}
