import { z } from 'zod';
import type { Prices } from './prices.ts';

type Cost = (attributes: unknown, prices: Prices) => number | undefined;

const databaseSchema = z.object({
  instance_class: z.string(),
  allocated_storage: z.number(),
  multi_az: z.boolean().nullish(),
});

const database: Cost = (attributes, prices) => {
  const { instance_class, allocated_storage, multi_az } = databaseSchema.parse(attributes);
  const hour = prices.databaseHour[instance_class];
  if (hour === undefined) return undefined;
  return (hour * prices.hoursPerMonth + allocated_storage * prices.databaseStorageGibMonth) * (multi_az ? 2 : 1);
};

const cacheSchema = z.object({ node_type: z.string(), num_cache_clusters: z.number().nullish() });

const cache: Cost = (attributes, prices) => {
  const { node_type, num_cache_clusters } = cacheSchema.parse(attributes);
  const hour = prices.cacheNodeHour[node_type];
  return hour === undefined ? undefined : hour * prices.hoursPerMonth * (num_cache_clusters ?? 1);
};

const endpointSchema = z.object({
  vpc_endpoint_type: z.string().nullish(),
  subnet_ids: z.array(z.unknown()).nullish(),
});

/** Of subnets, where they are not known before they are made: what AWS asks a load balancer for at least. */
const leastZones = 2;

const endpoint: Cost = (attributes, prices) => {
  const { vpc_endpoint_type, subnet_ids } = endpointSchema.parse(attributes);
  if (vpc_endpoint_type !== 'Interface') return 0;
  return prices.interfaceEndpointHourPerZone * prices.hoursPerMonth * (subnet_ids?.length ?? leastZones);
};

const loadBalancerSchema = z.object({ internal: z.boolean().nullish(), subnets: z.array(z.unknown()).nullish() });

/** With a public address in each zone, unless it is an internal one. */
const loadBalancer: Cost = (attributes, prices) => {
  const { internal, subnets } = loadBalancerSchema.parse(attributes);
  const addresses = internal ? 0 : (subnets?.length ?? leastZones);
  return (prices.loadBalancerHour + addresses * prices.publicAddressHour) * prices.hoursPerMonth;
};

const webAclSchema = z.object({ rule: z.array(z.unknown()).nullish() });

const webAcl: Cost = (attributes, prices) =>
  prices.webAclMonth + (webAclSchema.parse(attributes).rule?.length ?? 0) * prices.webAclRuleMonth;

/** A month of one resource, by its type. What is not here costs nothing by itself, or by its use alone. */
export const resourceCosts: Readonly<Record<string, Cost>> = {
  aws_cloudwatch_dashboard: (_, prices) => prices.dashboardMonth,
  aws_cloudwatch_metric_alarm: (_, prices) => prices.alarmMonth,
  aws_db_instance: database,
  aws_eip: (_, prices) => prices.publicAddressHour * prices.hoursPerMonth,
  aws_elasticache_replication_group: cache,
  aws_kms_key: (_, prices) => prices.keyMonth,
  aws_lb: loadBalancer,
  aws_nat_gateway: (_, prices) => prices.natGatewayHour * prices.hoursPerMonth,
  aws_secretsmanager_secret: (_, prices) => prices.secretMonth,
  aws_vpc_endpoint: endpoint,
  aws_wafv2_web_acl: webAcl,
};
