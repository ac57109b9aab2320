import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Checkout } from '../../checkout.ts';
import type { ResourceChange, TerraformPlan } from './terraform-plan.ts';

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

type Prices = z.infer<typeof pricesSchema>;

/** @returns undefined where there is no list of prices */
function readPrices({ root }: Checkout): Prices | undefined {
  try {
    return pricesSchema.parse(JSON.parse(readFileSync(join(root, 'infra/costs.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

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
const resourceCosts: Readonly<Record<string, Cost>> = {
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

const serviceSchema = z.object({
  desired_count: z.number().nullish(),
  capacity_provider_strategy: z
    .array(z.object({ capacity_provider: z.string(), weight: z.number().nullish() }))
    .nullish(),
  network_configuration: z.array(z.object({ assign_public_ip: z.boolean().nullish() })).nullish(),
});

const definitionSchema = z.object({
  cpu: z.coerce.number(),
  memory: z.coerce.number(),
  runtime_platform: z.array(z.object({ cpu_architecture: z.enum(['X86_64', 'ARM64']).nullish() })).nullish(),
});

/** A month of a service's tasks on Fargate, each as its definition says; tasks on Spot by the weights. */
function taskCost(service: unknown, definition: unknown, prices: Prices): number {
  const { desired_count, capacity_provider_strategy, network_configuration } = serviceSchema.parse(service);
  const { cpu, memory, runtime_platform } = definitionSchema.parse(definition);
  const architecture = runtime_platform?.[0]?.cpu_architecture ?? 'X86_64';
  const weights = capacity_provider_strategy ?? [];
  const total = weights.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  const onSpot = weights.find((each) => each.capacity_provider === 'FARGATE_SPOT')?.weight ?? 0;
  const spotShare = total > 0 ? onSpot / total : 0;
  const hourOf = ({ vcpu, gib }: { vcpu: number; gib: number }) => (cpu / 1024) * vcpu + (memory / 1024) * gib;
  const { onDemand, spot } = prices.taskHour;
  const hour = hourOf(onDemand[architecture]) * (1 - spotShare) + hourOf(spot[architecture]) * spotShare;
  const address = network_configuration?.[0]?.assign_public_ip ? prices.publicAddressHour : 0;
  return (hour + address) * prices.hoursPerMonth * (desired_count ?? 1);
}

type Side = 'before' | 'after';

const moduleOf = (address: string) => address.slice(0, Math.max(0, address.lastIndexOf('.aws_')));

/** The definition of a service's tasks stands beside it in its module. */
function definitionOf(service: ResourceChange, plan: TerraformPlan): ResourceChange | undefined {
  const inModule = plan.resource_changes.filter(
    ({ type, address }) => type === 'aws_ecs_task_definition' && moduleOf(address) === moduleOf(service.address),
  );
  const name = service.address.slice(moduleOf(service.address).length).replace(/^\.?aws_ecs_service/, '');
  return inModule.find(({ address }) => address.endsWith(`aws_ecs_task_definition${name}`)) ?? inModule[0];
}

function costOf(each: ResourceChange, side: Side, plan: TerraformPlan, prices: Prices): number | undefined {
  const attributes = each.change[side];
  if (each.mode === 'data' || attributes === null || attributes === undefined) return 0;
  if (each.type !== 'aws_ecs_service') return (resourceCosts[each.type] ?? (() => 0))(attributes, prices);
  const definition = definitionOf(each, plan)?.change[side];
  return definition ? taskCost(attributes, definition, prices) : undefined;
}

/**
 * What a plan would add to a month's bill, in USD, by the prices of infra/costs.json: what is paid by the hour, without
 * traffic and use.
 * @returns null where a price is missing
 */
export function costDifference(checkout: Checkout, plan: TerraformPlan): number | null {
  const prices = readPrices(checkout);
  if (!prices) return null;
  let difference = 0;
  for (const each of plan.resource_changes) {
    try {
      const [before, after] = [costOf(each, 'before', plan, prices), costOf(each, 'after', plan, prices)];
      if (before === undefined || after === undefined) return null;
      difference += after - before;
    } catch {
      // An attribute is known after the plan was carried out only.
      return null;
    }
  }
  return Math.round(difference * 100) / 100;
}
