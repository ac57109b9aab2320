import { z } from 'zod';
import { serviceErrorSchema } from './service-error.ts';
import { serviceStatusSchema } from './health.ts';

const instant = z.iso.datetime();

/** A service's status changed at `at` to `status`. */
export const healthChangeSchema = z
  .object({
    at: instant,
    status: serviceStatusSchema.catch('unknown'),
    error: serviceErrorSchema.catch('unknown').optional(),
  })
  .meta({ id: 'HealthChange' });

export type HealthChange = z.infer<typeof healthChangeSchema>;

/** One probe: `latencyMs` is null when it failed. */
export const healthSampleSchema = z
  .object({
    at: instant,
    status: serviceStatusSchema.catch('unknown'),
    latencyMs: z.number().nonnegative().nullable().meta({ description: 'Milliseconds' }),
  })
  .meta({ id: 'HealthSample' });

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
  .meta({ id: 'HealthHistory' });

export type HealthHistory = z.infer<typeof healthHistorySchema>;
