import type { HealthReport, ServiceHealth } from '../report.ts';

/** A fixed instant. */
export const noon = Date.parse('2026-11-23T12:00:00.000Z');

/** ISO 8601 of so many milliseconds after noon. */
export function atNoon(ms = 0): string {
  return new Date(noon + ms).toISOString();
}

/** A service that is healthy at noon, but for what is given. */
export function service(health: Partial<ServiceHealth> = {}): ServiceHealth {
  return { status: 'healthy', critical: true, latencyMs: 1, checkedAt: atNoon(), since: atNoon(-60_000), ...health };
}

/** A report made at noon of a healthy system, but for what is given. */
export function report(change: Partial<HealthReport> = {}): HealthReport {
  return {
    status: 'ok',
    timestamp: atNoon(),
    phase: 'ready',
    version: '1.0.0',
    services: { api: service(), database: service(), cache: service({ critical: false }) },
    system: { uptime: 60, memory: { used: 100, total: 1_000 }, platform: 'linux' },
    ...change,
  };
}
