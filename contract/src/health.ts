import { z } from 'zod';
import { serviceErrorSchema } from './service-error.ts';

/** Paths of the health endpoints, below the API's origin. */
export const healthPaths = {
  live: '/health',
  ready: '/health/ready',
  database: '/health/db',
  cache: '/health/cache',
  all: '/health/all',
  stream: '/health/stream',
  history: '/health/history',
} as const;

const instant = z.iso.datetime().meta({ description: 'UTC, ISO 8601 with milliseconds' });

/** `unknown` means "not sampled lately"; it counts as unhealthy. Readers take a value they do not know for `unknown`. */
export const serviceStatusSchema = z
  .enum(['healthy', 'unhealthy', 'unknown'])
  .meta({ id: 'ServiceStatus', description: '`unknown` (not sampled lately) counts as unhealthy' });

export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

/** `degraded`: only non-critical services are unhealthy (HTTP 200). `error`: a critical one is (HTTP 503). */
export const overallStatusSchema = z.enum(['ok', 'degraded', 'error']).meta({
  id: 'OverallStatus',
  description: '`degraded`: only non-critical services are unhealthy; `error`: a critical one is',
});

export type OverallStatus = z.infer<typeof overallStatusSchema>;

/** Where the API's process is in its life; traffic should come in `ready` only. */
export const phaseSchema = z.enum(['starting', 'ready', 'draining']).meta({ id: 'Phase' });

export type Phase = z.infer<typeof phaseSchema>;

/** One service as the API last sampled it. */
export const serviceHealthSchema = z
  .object({
    status: serviceStatusSchema.catch('unknown'),
    critical: z.boolean().meta({ description: 'Whether the application cannot work without it' }),
    latencyMs: z.number().nonnegative().nullable().meta({ description: 'Milliseconds; null when the probe failed' }),
    checkedAt: instant.nullable().meta({ description: 'When the last probe ended; null before the first' }),
    since: instant.meta({ description: 'When it took on its present status' }),
    error: serviceErrorSchema.catch('unknown').optional(),
  })
  .meta({ id: 'ServiceHealth' });

export type ServiceHealth = z.infer<typeof serviceHealthSchema>;

/** What a caller without the detail token sees of one service. */
export const serviceSummarySchema = serviceHealthSchema.pick({ status: true }).meta({ id: 'ServiceSummary' });

/** Figures of the API's own process. */
export const systemSchema = z
  .object({
    uptime: z.number().nonnegative().meta({ description: 'Seconds since the process started' }),
    memory: z
      .object({ used: z.number().nonnegative(), total: z.number().positive() })
      .meta({ description: "MB; `total` is the container's limit where there is one" }),
    platform: z.string(),
  })
  .meta({ id: 'System' });

export type System = z.infer<typeof systemSchema>;

/** The whole report: the answer of `/health/all` and of every event of `/health/stream`. */
export const healthReportSchema = z
  .object({
    status: overallStatusSchema,
    timestamp: instant.meta({ description: 'When the report was made; readers show its age' }),
    phase: phaseSchema,
    version: z.string(),
    stack: z.string().optional().meta({
      description:
        'Name of the stack that the API is part of, by which a checkout knows its own; a deployed one has none',
    }),
    services: z.record(z.string(), serviceHealthSchema),
    system: systemSchema,
  })
  .meta({ id: 'HealthReport' });

export type HealthReport = z.infer<typeof healthReportSchema>;

/** What a caller without the detail token sees, when one is configured. Every whole report is one of these too. */
export const healthSummarySchema = healthReportSchema
  .pick({ status: true, timestamp: true })
  .extend({ services: z.record(z.string(), serviceSummarySchema) })
  .meta({ id: 'HealthSummary' });

export type HealthSummary = z.infer<typeof healthSummarySchema>;

/** What a reader has to expect: the whole report, or the summary where details need a token. */
export const healthAnswerSchema = z.union([healthReportSchema, healthSummarySchema]);

export type HealthAnswer = z.infer<typeof healthAnswerSchema>;

/** Answer of `/health`: the process serves. It never touches a dependency. */
export const livenessSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Liveness' });

/** Answer of `/health/ready`: whether traffic should come (200) or not (503). */
export const readinessSchema = z.object({ ready: z.boolean(), phase: phaseSchema }).meta({ id: 'Readiness' });

export type Readiness = z.infer<typeof readinessSchema>;

/** The rule that makes one status of many: only a critical service's failure is an `error`. */
export function overallStatus(services: Iterable<Pick<ServiceHealth, 'status' | 'critical'>>): OverallStatus {
  let overall: OverallStatus = 'ok';
  for (const { status, critical } of services) {
    if (status === 'healthy') continue;
    if (critical) return 'error';
    overall = 'degraded';
  }
  return overall;
}
