import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';
import { serviceErrorSchema, serviceStatusSchema } from './report.ts';

const instant = z.iso.datetime({ offset: true });

/** A service's status changed at `at` to `status`. */
export const healthChangeSchema = z
  .object({
    at: instant,
    status: orElse(serviceStatusSchema, 'unknown'),
    error: z.optional(orElse(serviceErrorSchema, 'unknown')),
  })
  .register(z.globalRegistry, { id: 'HealthChange' });

export type HealthChange = z.infer<typeof healthChangeSchema>;

/** One probe: `latencyMs` is null when it failed. */
export const healthSampleSchema = z
  .object({
    at: instant,
    status: orElse(serviceStatusSchema, 'unknown'),
    latencyMs: z.nullable(z.number().check(z.nonnegative())).check(z.describe('Milliseconds')),
  })
  .register(z.globalRegistry, { id: 'HealthSample' });

export type HealthSample = z.infer<typeof healthSampleSchema>;

/** Answer of `/health/history`: oldest first, bounded by `historyLimits`. */
export const healthHistorySchema = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        changes: z.array(healthChangeSchema),
        samples: z.array(healthSampleSchema),
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'HealthHistory' });

export type HealthHistory = z.infer<typeof healthHistorySchema>;
