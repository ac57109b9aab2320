import { taskTypes } from './groups.ts';

/** A switch of production's preset that is set otherwise: a row of docs/costs.md. */
export interface Switch {
  readonly name: string;
  readonly change: string;
  /** What is then in the variable `cost`, as HCL. */
  readonly cost: string;
  /** What it changes the cost of. */
  readonly types: readonly string[];
}

const waysOut = ['aws_nat_gateway', 'aws_eip', 'aws_vpc_endpoint', ...taskTypes];

/** Each switch that changes what is paid by the hour; those that are planned together change different types. */
export const switches: readonly (readonly Switch[])[] = [
  [
    { name: 'egress', change: '`nat_per_zone` to `nat_single`', cost: 'egress = "nat_single"', types: waysOut },
    {
      name: 'enable_database_multi_az',
      change: 'on to off',
      cost: 'enable_database_multi_az = false',
      types: ['aws_db_instance'],
    },
    {
      name: 'enable_cache_multi_az',
      change: 'on to off',
      cost: 'enable_cache_multi_az = false',
      types: ['aws_elasticache_replication_group', 'aws_cloudwatch_metric_alarm'],
    },
    { name: 'enable_waf', change: 'on to off', cost: 'enable_waf = false', types: ['aws_wafv2_web_acl'] },
  ],
  [
    { name: 'egress', change: '`nat_per_zone` to `public_tasks`', cost: 'egress = "public_tasks"', types: waysOut },
    {
      name: 'database_instance_class',
      change: '`db.t3.micro` to `db.t4g.micro`',
      cost: 'database_instance_class = "db.t4g.micro"',
      types: ['aws_db_instance'],
    },
    {
      name: 'cache_node_type',
      change: '`cache.t3.micro` to `cache.t4g.micro`',
      cost: 'cache_node_type = "cache.t4g.micro"',
      types: ['aws_elasticache_replication_group'],
    },
  ],
  [
    {
      name: 'egress',
      change: '`nat_per_zone` to `endpoints`',
      cost: 'egress = "endpoints"',
      types: ['aws_nat_gateway', 'aws_eip', 'aws_vpc_endpoint'],
    },
    {
      name: 'capacity_weights',
      change: 'four tasks on demand to Spot',
      cost: 'capacity_weights = { on_demand = 0, spot = 1 }',
      types: taskTypes,
    },
  ],
  [{ name: 'cpu_architecture', change: '`X86_64` to `ARM64`', cost: 'cpu_architecture = "ARM64"', types: taskTypes }],
];
