// zod's small form, as a browser loads these schemas before it can show anything.
import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';

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

const instant = z.iso.datetime({ offset: true }).check(z.describe('ISO 8601 with its offset, such as `Z` or `+02:00`'));

/**
 * Why a service is unhealthy. The set is closed so that no driver's message, which may carry host names or
 * credentials, ever leaves the API.
 */
export const serviceErrorSchema = z
  .enum([
    'timeout',
    'refused',
    'auth',
    'unresolved',
    'exhausted',
    'busy',
    'read-only',
    'schema',
    'full',
    'silent',
    'unknown',
  ])
  .register(z.globalRegistry, { id: 'ServiceError', description: 'Why a service is unhealthy' });

export type ServiceError = z.infer<typeof serviceErrorSchema>;

/** `unknown` means "not sampled lately"; it counts as unhealthy. Readers take a value they do not know for `unknown`. */
export const serviceStatusSchema = z.enum(['healthy', 'unhealthy', 'unknown']).register(z.globalRegistry, {
  id: 'ServiceStatus',
  description: '`unknown` (not sampled lately) counts as unhealthy',
});

export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

/** `degraded`: only non-critical services are unhealthy (HTTP 200). `error`: a critical one is (HTTP 503). */
export const overallStatusSchema = z.enum(['ok', 'degraded', 'error']).register(z.globalRegistry, {
  id: 'OverallStatus',
  description: '`degraded`: only non-critical services are unhealthy; `error`: a critical one is',
});

export type OverallStatus = z.infer<typeof overallStatusSchema>;

/** Where the API's process is in its life; traffic should come in `ready` only. */
export const phaseSchema = z.enum(['starting', 'ready', 'draining']).register(z.globalRegistry, { id: 'Phase' });

export type Phase = z.infer<typeof phaseSchema>;

/** A number that is not below zero. */
const count = () => z.number().check(z.nonnegative());

/** One service as the API last sampled it. */
export const serviceHealthSchema = z
  .object({
    status: orElse(serviceStatusSchema, 'unknown'),
    critical: z.boolean().check(z.describe('Whether the application cannot work without it')),
    latencyMs: z
      .nullable(count())
      .check(z.describe('Milliseconds; null when the probe failed, and for a service that reports by heartbeat')),
    checkedAt: z.nullable(instant).check(z.describe('When the last probe ended; null before the first')),
    since: instant.check(z.describe('When it took on its present status')),
    error: z.optional(orElse(serviceErrorSchema, 'unknown')),
  })
  .register(z.globalRegistry, { id: 'ServiceHealth' });

export type ServiceHealth = z.infer<typeof serviceHealthSchema>;

/** What a caller without the detail token sees of one service. */
export const serviceSummarySchema = z
  .pick(serviceHealthSchema, { status: true })
  .register(z.globalRegistry, { id: 'ServiceSummary' });

/** Figures of the API's own process. */
export const systemSchema = z
  .object({
    uptime: count().check(z.describe('Seconds since the process started')),
    memory: z
      .object({ used: count(), total: z.number().check(z.positive()) })
      .register(z.globalRegistry, { description: "MB; `total` is the container's limit where there is one" }),
    platform: z.string(),
  })
  .register(z.globalRegistry, { id: 'System' });

export type System = z.infer<typeof systemSchema>;

/** The whole report: the answer of `/health/all` and of every event of `/health/stream`. */
export const healthReportSchema = z
  .object({
    status: overallStatusSchema,
    timestamp: instant.check(z.describe('When the report was made; readers show its age')),
    phase: phaseSchema,
    version: z.string(),
    stack: z
      .optional(z.string())
      .check(
        z.describe(
          'Name of the stack that the API is part of, by which a checkout knows its own; a deployed one has none',
        ),
      ),
    services: z.record(z.string(), serviceHealthSchema),
    system: systemSchema,
  })
  .register(z.globalRegistry, { id: 'HealthReport' });

export type HealthReport = z.infer<typeof healthReportSchema>;

const detailSchema = z.literal('public').check(z.describe('Present where the details need the token'));

/** What a caller without the detail token sees, when one is configured. */
export const healthSummarySchema = z
  .extend(z.pick(healthReportSchema, { status: true, timestamp: true }), {
    detail: detailSchema,
    services: z.record(z.string(), serviceSummarySchema),
  })
  .register(z.globalRegistry, { id: 'HealthSummary' });

export type HealthSummary = z.infer<typeof healthSummarySchema>;

/** What of a report a caller without the detail token sees. */
export function summaryOf(report: HealthReport): HealthSummary {
  // Parsing drops what the summary does not name.
  return healthSummarySchema.parse({ ...report, detail: 'public' });
}

/** One service as a reader takes it from any API: all but its status may be left out. */
export const serviceAnswerSchema = z.extend(
  z.partial(serviceHealthSchema),
  z.pick(serviceHealthSchema, { status: true }).shape,
);

export type ServiceAnswer = z.infer<typeof serviceAnswerSchema>;

/**
 * What a reader takes from any API: the report, the summary where details need a token, or what an API of another kind
 * says. All but the status, the time and each service's status may be left out.
 */
export const healthAnswerSchema = z.extend(z.partial(healthReportSchema), {
  status: overallStatusSchema,
  timestamp: instant,
  detail: z.optional(detailSchema),
  services: z.record(z.string(), serviceAnswerSchema),
});

export type HealthAnswer = z.infer<typeof healthAnswerSchema>;

/** Answer of `/health`: the process serves. It never touches a dependency. */
export const livenessSchema = z.object({ status: z.literal('ok') }).register(z.globalRegistry, { id: 'Liveness' });

/** Answer of `/health/ready`: whether traffic should come (200) or not (503). */
export const readinessSchema = z
  .object({ ready: z.boolean(), phase: phaseSchema })
  .register(z.globalRegistry, { id: 'Readiness' });

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
