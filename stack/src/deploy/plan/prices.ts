import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Checkout } from '../../checkout.ts';

const perArchitecture = z.record(z.enum(['X86_64', 'ARM64']), z.object({ vcpu: z.number(), gib: z.number() }));

/** USD, by what each key's name ends with: an hour or a month. */
const pricesSchema = z.object({
  hoursPerMonth: z.number(),
  taskHour: z.object({ onDemand: perArchitecture, spot: perArchitecture }),
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

export type Prices = z.infer<typeof pricesSchema>;

/** @returns undefined where there is no list of prices */
export function readPrices({ root }: Checkout): Prices | undefined {
  try {
    return pricesSchema.parse(JSON.parse(readFileSync(join(root, 'infra/costs.json'), 'utf8')));
  } catch {
    return undefined;
  }
}
