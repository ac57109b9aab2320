import { readFileSync } from 'node:fs';
import { z } from 'zod';

const taskPricesSchema = z.object({ vcpu: z.number(), gib: z.number() });

const architecturesSchema = z.object({ X86_64: taskPricesSchema, ARM64: taskPricesSchema });

const priceListSchema = z.object({
  currency: z.literal('USD'),
  region: z.string(),
  /** Year and month. */
  pricesOf: z.string(),
  source: z.string(),
  hoursPerMonth: z.number(),
  taskHour: z.object({ onDemand: architecturesSchema, spot: architecturesSchema }),
  publicAddressHour: z.number(),
  loadBalancerHour: z.number(),
  natGatewayHour: z.number(),
  interfaceEndpointHourPerZone: z.number(),
  databaseHour: z.record(z.string(), z.number()),
  databaseStorageGibMonth: z.number(),
  cacheNodeHour: z.record(z.string(), z.number()),
  secretMonth: z.number(),
  keyMonth: z.number(),
  alarmMonth: z.number(),
  dashboardMonth: z.number(),
  webAclMonth: z.number(),
  webAclRuleMonth: z.number(),
});

/** What AWS asks, in USD for the time and the unit that each name says. */
export type PriceList = z.infer<typeof priceListSchema>;

/**
 * @param file `infra/costs.json`
 * @throws when it is not there or not as described
 */
export function readPriceList(file: string): PriceList {
  return priceListSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
