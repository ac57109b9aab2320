import assert from 'node:assert/strict';
import { release } from './support/pieces.ts';
import { describeWithTerraform } from './support/requirements.ts';
import { managedResources, type Resource } from './support/resources.ts';
import { RootModule } from './support/root-module.ts';

type Values = Resource['values'];

/** Where a setting arrives: what is true of each resource of a type, of which there are some. */
interface Arrival {
  readonly setting: string;
  readonly of: string;
  readonly count?: number;
  readonly holds?: (values: Values) => boolean;
}

const text = (value: unknown) => JSON.stringify(value) ?? '';

const offHours = '{ sleep_cron = "cron(0 19 ? * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)" }';

/** Settings of an environment, none of them as either preset has it. */
const settings = [
  `-var=cost={
    egress = "nat_single", zone_count = 3,
    database_instance_class = "db.t4g.small", database_storage_gib = 50, cache_node_type = "cache.t4g.small",
    cpu_units = 512, memory_mib = 2048, cpu_architecture = "ARM64", task_count = { min = 2, max = 5 },
    capacity_weights = { on_demand = 1, spot = 3 }, off_hours = ${offHours},
    enable_container_insights = true, enable_performance_insights = false, log_retention_days = 60
  }`,
  '-var=domain={ name = "app.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }',
  '-var=alarm_emails=["team@example.com"]',
];

const arrivals: readonly Arrival[] = [
  { setting: 'egress', of: 'aws_nat_gateway', count: 1 },
  { setting: 'zone_count', of: 'aws_subnet', count: 6 },
  {
    setting: 'database_instance_class',
    of: 'aws_db_instance',
    holds: ({ instance_class }) => instance_class === 'db.t4g.small',
  },
  {
    setting: 'database_storage_gib',
    of: 'aws_db_instance',
    holds: ({ allocated_storage, max_allocated_storage }) => allocated_storage === 50 && max_allocated_storage === 250,
  },
  {
    setting: 'enable_performance_insights',
    of: 'aws_db_instance',
    holds: ({ performance_insights_enabled }) => performance_insights_enabled === false,
  },
  {
    setting: 'cache_node_type',
    of: 'aws_elasticache_replication_group',
    holds: ({ node_type }) => node_type === 'cache.t4g.small',
  },
  {
    setting: 'cpu_units and memory_mib',
    of: 'aws_ecs_task_definition',
    count: 4,
    // Tasks that run once are the same everywhere.
    holds: ({ family, cpu, memory }) => /migration|database/.test(text(family)) || (cpu === '512' && memory === '2048'),
  },
  {
    setting: 'cpu_architecture',
    of: 'aws_ecs_task_definition',
    holds: ({ runtime_platform }) => text(runtime_platform).includes('ARM64'),
  },
  {
    setting: 'task_count',
    of: 'aws_appautoscaling_target',
    count: 2,
    holds: ({ min_capacity, max_capacity }) => min_capacity === 2 && max_capacity === 5,
  },
  {
    setting: 'capacity_weights',
    of: 'aws_ecs_service',
    count: 2,
    holds: ({ capacity_provider_strategy }) => /FARGATE_SPOT","weight":3/.test(text(capacity_provider_strategy)),
  },
  { setting: 'off_hours', of: 'aws_appautoscaling_scheduled_action', count: 4 },
  {
    setting: 'enable_container_insights',
    of: 'aws_ecs_cluster',
    holds: ({ setting }) => text(setting).includes('"enabled"'),
  },
  {
    setting: 'log_retention_days',
    of: 'aws_cloudwatch_log_group',
    holds: ({ retention_in_days }) => retention_in_days === 60,
  },
  { setting: 'domain, by IPv4 and IPv6', of: 'aws_lb', holds: ({ ip_address_type: type }) => type === 'dualstack' },
  { setting: 'domain', of: 'aws_acm_certificate', holds: ({ domain_name }) => domain_name === 'app.example.com' },
  {
    setting: 'alarm_emails',
    of: 'aws_sns_topic_subscription',
    holds: ({ endpoint }) => endpoint === 'team@example.com',
  },
];

/** The switches that the presets differ in, each set as the other has it. */
const switched = {
  dev: { flag: true, count: 1, nodes: 2 },
  production: { flag: false, count: 0, nodes: 1 },
};

for (const [name, { flag, count, nodes }] of Object.entries(switched)) {
  describeWithTerraform(`environments/${name}, set otherwise`, function suite() {
    this.timeout(600_000);
    let module: RootModule;
    let planned: readonly Resource[];

    before(async () => {
      module = await RootModule.create(`environments/${name}`);
      const flags = ['database_multi_az', 'cache_multi_az', 'waf', 'flow_logs'].map(
        (each) => `enable_${each} = ${flag}`,
      );
      const variables = settings.map((each) => each.replace('cost={', `cost={ ${flags.join(', ')}, `));
      planned = managedResources(await module.plan([...release('a'), ...variables]));
    });

    after(() => module?.remove());

    const all: readonly Arrival[] = [
      ...arrivals,
      { setting: 'enable_database_multi_az', of: 'aws_db_instance', holds: ({ multi_az }) => multi_az === flag },
      {
        setting: 'enable_cache_multi_az',
        of: 'aws_elasticache_replication_group',
        holds: ({ num_cache_clusters, multi_az_enabled }) => num_cache_clusters === nodes && multi_az_enabled === flag,
      },
      { setting: 'enable_waf', of: 'aws_wafv2_web_acl', count },
      { setting: 'enable_flow_logs', of: 'aws_flow_log', count },
    ];

    for (const { setting, of, count: expected, holds = () => true } of all) {
      it(`has ${setting} in its ${of}`, () => {
        const found = planned.filter(({ type }) => type === of);
        if (expected === undefined) assert.ok(found.length > 0);
        else assert.equal(found.length, expected);
        assert.deepEqual(
          found.filter(({ values }) => !holds(values)),
          [],
        );
      });
    }
  });
}
