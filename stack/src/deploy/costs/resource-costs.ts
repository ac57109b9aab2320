import type { PriceList } from './price-list.ts';
import {
  databaseSchema,
  endpointSchema,
  loadBalancerSchema,
  replicationGroupSchema,
  webAclSchema,
  zonesUnlessKnown,
  type CostLine,
} from './priced-resource.ts';

type Pricing = (values: unknown, prices: PriceList) => CostLine[];

/** @throws when the list has no price of that size */
function priceOf(sizes: Readonly<Record<string, number>>, size: string): number {
  const price = sizes[size];
  if (price === undefined) throw new RangeError(`infra/costs.json has no price of ${size}`);
  return price;
}

function hourly(item: string, usdPerHour: number, prices: PriceList): CostLine {
  return { item, usdPerMonth: usdPerHour * prices.hoursPerMonth };
}

/** What a resource of each type costs by itself, whatever uses it; all others cost nothing, or by use. */
export const resourceCosts: Readonly<Record<string, Pricing>> = {
  aws_nat_gateway: (_, prices) => [hourly('NAT gateways', prices.natGatewayHour, prices)],
  aws_eip: (_, prices) => [hourly('public addresses', prices.publicAddressHour, prices)],
  aws_lb: (values, prices) => {
    const zones = loadBalancerSchema.parse(values).subnets?.length ?? zonesUnlessKnown;
    return [
      hourly('load balancer', prices.loadBalancerHour, prices),
      hourly('public addresses', zones * prices.publicAddressHour, prices),
    ];
  },
  aws_vpc_endpoint: (values, prices) => {
    const { vpc_endpoint_type: type, subnet_ids: subnets } = endpointSchema.parse(values);
    if (type !== 'Interface') return [];
    return [
      hourly('VPC endpoints', (subnets?.length ?? zonesUnlessKnown) * prices.interfaceEndpointHourPerZone, prices),
    ];
  },
  aws_db_instance: (values, prices) => {
    const { instance_class: size, allocated_storage: gib, multi_az: isDouble } = databaseSchema.parse(values);
    const copies = isDouble ? 2 : 1;
    return [
      hourly('database', copies * priceOf(prices.databaseHour, size), prices),
      { item: 'database storage', usdPerMonth: copies * gib * prices.databaseStorageGibMonth },
    ];
  },
  aws_elasticache_replication_group: (values, prices) => {
    const { node_type: size, num_cache_clusters: nodes } = replicationGroupSchema.parse(values);
    return [hourly('cache', nodes * priceOf(prices.cacheNodeHour, size), prices)];
  },
  aws_secretsmanager_secret: (_, prices) => [{ item: 'secrets', usdPerMonth: prices.secretMonth }],
  aws_kms_key: (_, prices) => [{ item: 'keys', usdPerMonth: prices.keyMonth }],
  aws_cloudwatch_metric_alarm: (_, prices) => [{ item: 'alarms and dashboard', usdPerMonth: prices.alarmMonth }],
  aws_cloudwatch_dashboard: (_, prices) => [{ item: 'alarms and dashboard', usdPerMonth: prices.dashboardMonth }],
  aws_wafv2_web_acl: (values, prices) => {
    const rules = webAclSchema.parse(values).rule.length;
    return [{ item: 'firewall', usdPerMonth: prices.webAclMonth + rules * prices.webAclRuleMonth }];
  },
};
