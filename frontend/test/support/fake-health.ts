import type { ServerResponse } from 'node:http';
import {
  healthReportSchema,
  overallStatus,
  type HealthReport,
  type ServiceHealth,
  type ServiceError,
  summaryOf,
} from '@zero-to-running/health/contract/report';
import { healthHistorySchema, type HealthHistory } from '@zero-to-running/health/contract/history';
import { healthEventName } from '@zero-to-running/health/contract/protocol';
import { problemAnswer, type FakeAnswer } from './fake-answer.ts';

/** Milliseconds between two events: more often than the API's, so that tests need not wait. */
const heartbeatMs = 500;

const minuteMs = 60_000;

function healthy(critical: boolean, latencyMs: number, since: Date): ServiceHealth {
  return { status: 'healthy', critical, latencyMs, checkedAt: new Date().toISOString(), since: since.toISOString() };
}

/** Two minutes of samples, one a second, around a latency; the same each time. */
function samplesAround(latencyMs: number): HealthHistory['services'][string]['samples'] {
  const now = Date.now();
  return Array.from({ length: 120 }, (_, index) => ({
    at: new Date(now - (120 - index) * 1000).toISOString(),
    status: 'healthy' as const,
    latencyMs: Number((latencyMs * (1 + 0.6 * Math.sin(index / 3) ** 2 + 0.3 * Math.sin(index * 1.7) ** 2)).toFixed(2)),
  }));
}

/** The health of a system that does not exist. */
export class FakeHealth {
  /** How the stream answers: `silent` opens it and sends nothing. */
  stream: 'open' | 'refused' | 'silent' = 'open';
  redacted = false;
  /** Instead of now, once the source has stopped making reports. */
  frozenAt: Date | null = null;
  report: HealthReport;
  history: HealthHistory;
  readonly #readers = new Set<ServerResponse>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor() {
    const since = new Date(Date.now() - 57 * minuteMs);
    this.report = {
      status: 'ok',
      timestamp: new Date().toISOString(),
      phase: 'ready',
      version: '1.0.0+abc1234',
      services: {
        api: healthy(true, 0.2, since),
        database: healthy(true, 1.1, since),
        cache: healthy(false, 0.4, since),
      },
      system: { uptime: 3_600, memory: { used: 96, total: 2048 }, platform: 'linux' },
    };
    this.history = {
      services: {
        api: { changes: [], samples: samplesAround(0.2) },
        database: { changes: [], samples: samplesAround(1.1) },
        cache: { changes: [], samples: samplesAround(0.4) },
      },
    };
    this.#heartbeat = setInterval(() => this.emit(), heartbeatMs);
  }

  /** Lets a service fail now. */
  fail(name: string, error: ServiceError): void {
    const at = new Date().toISOString();
    const { critical } = this.#service(name);
    this.#set(name, { status: 'unhealthy', critical, latencyMs: null, checkedAt: at, since: at, error });
    this.history.services[name]?.changes.push({ at, status: 'unhealthy', error });
    this.emit();
  }

  /** Lets a service be healthy again. */
  heal(name: string, latencyMs = 1): void {
    const since = new Date();
    this.#set(name, healthy(this.#service(name).critical, latencyMs, since));
    this.history.services[name]?.changes.push({ at: since.toISOString(), status: 'healthy' });
    this.emit();
  }

  #service(name: string): ServiceHealth {
    const service = this.report.services[name];
    if (!service) throw new Error(`The fake system has no service ${JSON.stringify(name)}`);
    return service;
  }

  #set(name: string, health: ServiceHealth): void {
    const services = { ...this.report.services, [name]: health };
    this.report = { ...this.report, services, status: overallStatus(Object.values(services)) };
  }

  #current(): unknown {
    const timestamp = (this.frozenAt ?? new Date()).toISOString();
    const services = Object.fromEntries(
      Object.entries(this.report.services).map(([name, health]) => [name, { ...health, checkedAt: timestamp }]),
    );
    const report = { ...this.report, timestamp, services };
    return this.redacted ? summaryOf(report) : healthReportSchema.parse(report);
  }

  /** Sends every reader of the stream an event. */
  emit(): void {
    const event = `event: ${healthEventName}\ndata: ${JSON.stringify(this.#current())}\n\n`;
    for (const reader of this.#readers) if (this.stream === 'open') reader.write(event);
  }

  /** Closes every open stream. */
  dropReaders(): void {
    for (const reader of this.#readers) reader.destroy();
    this.#readers.clear();
  }

  all(): FakeAnswer {
    return { status: this.report.status === 'error' ? 503 : 200, body: this.#current() };
  }

  past(): FakeAnswer {
    if (this.redacted) return problemAnswer(401, 'unauthorized', 'Details need the token');
    return { status: 200, body: healthHistorySchema.parse(this.history) };
  }

  /** @returns an answer where the stream is refused */
  open(response: ServerResponse): FakeAnswer | null {
    if (this.stream === 'refused') return problemAnswer(503, 'unavailable', 'Too many readers');
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    this.#readers.add(response);
    response.on('close', () => this.#readers.delete(response));
    this.emit();
    return null;
  }

  /** How many read the stream. */
  get readers(): number {
    return this.#readers.size;
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.dropReaders();
  }
}
