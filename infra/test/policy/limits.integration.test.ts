import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { terraformMemory } from '@zero-to-running/stack/test/terraform-memory';
import { infra, InfraCopy } from '../support/infra-copy.ts';
import { describeWithTerraform } from '../support/requirements.ts';
import type { Resource } from '../support/resources.ts';
import { isFargateSize, isSchedule, limits } from './limits.ts';
import { violations } from './violations.ts';

/** Each switch of an environment set otherwise, one at a time, as HCL of its variables. */
const switches: Readonly<Record<string, string>> = {
  preset: '',
  nat_single: 'cost = { egress = "nat_single" }',
  nat_per_zone: 'cost = { egress = "nat_per_zone" }',
  public_tasks: 'cost = { egress = "public_tasks" }',
  endpoints: 'cost = { egress = "endpoints" }',
  three_zones: 'cost = { zone_count = 3 }',
  database: 'cost = { database_instance_class = "db.m7g.large", database_storage_gib = 59578 }',
  standby: 'cost = { enable_database_multi_az = true, enable_cache_multi_az = true }',
  alone: 'cost = { enable_database_multi_az = false, enable_cache_multi_az = false }',
  large_tasks: 'cost = { cpu_units = 4096, memory_mib = 30720 }',
  arm: 'cost = { cpu_architecture = "ARM64" }',
  off_hours: `cost = { off_hours = { sleep_cron = "cron(0 19 ? * MON-FRI *)", wake_cron = "cron(0 7 ? * MON-FRI *)", time_zone = "Europe/Berlin" } }`,
  waf: 'cost = { enable_waf = true }',
  flow_logs: 'cost = { enable_flow_logs = true }',
  insights: 'cost = { enable_container_insights = true, enable_performance_insights = false }',
  domain: `domain = { name = "${'a'.repeat(30)}.${'b'.repeat(21)}.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }`,
  emails: 'alarm_emails = ["team@example.com"]',
};

const change = z.object({
  address: z.string(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  change: z.object({ after: z.record(z.string(), z.unknown()).nullable() }),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('test_plan'),
    '@testrun': z.string(),
    test_plan: z.object({ resource_changes: z.array(change) }),
  }),
  z.object({ type: z.literal('diagnostic'), '@message': z.string() }),
]);

type TestPlan = Extract<z.infer<typeof eventSchema>, { type: 'test_plan' }>['test_plan'];

function resourcesOf({ resource_changes: changes }: TestPlan): Resource[] {
  return changes
    .filter(({ mode, change: { after } }) => mode === 'managed' && after !== null)
    .map(({ address, mode, type, change: { after } }) => ({ address, mode, type, values: after ?? {} }));
}

const digest = `sha256:${'0'.repeat(64)}`;

/** Of production, what its preset alone shows, and what needs a switch for a resource to be there at all. */
const switched: Readonly<Record<string, readonly string[]>> = {
  dev: Object.keys(switches),
  production: ['preset', 'off_hours', 'domain'],
};

/** The plans of an environment, each with one switch set otherwise, under the longest name that a product can have in it. */
async function plans(environment: string, names: readonly string[]): Promise<ReadonlyMap<string, readonly Resource[]>> {
  const copy = await InfraCopy.create({});
  const found = new Map<string, readonly Resource[]>();
  const failures: string[] = [];
  try {
    const folder = `environments/${environment}`;
    const product = `p${'x'.repeat(30 - environment.length - 2)}`;
    writeFileSync(join(copy.folder('..'), 'package.json'), JSON.stringify({ name: product }));
    const runs = names.map(
      (name) =>
        `run "${name}" {\n  command = plan\n  variables {\n    app_version = "1"\n    ${switches[name]}\n  }\n}\n`,
    );
    const head = `mock_provider "aws" {\n  source = "../../test/mocks"\n}\nvariables {\n  api_image = "api@${digest}"\n  frontend_image = "frontend@${digest}"\n}\n`;
    writeFileSync(join(copy.folder(folder), 'limits.tftest.hcl'), head + runs.join(''));
    await copy.terraform(folder, ['init', '-no-color', '-backend=false']);
    // A line is a whole plan, of many megabytes.
    const child = spawn('terraform', ['test', '-json', '-verbose', '-filter=limits.tftest.hcl'], {
      cwd: copy.folder(folder),
      env: { ...process.env, ...terraformMemory, CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 400_000,
    });
    const lines = createInterface({ input: child.stdout }).on('line', (line) => {
      if (!/"type":"(?:test_plan|diagnostic)"/.test(line)) return;
      const event = eventSchema.parse(JSON.parse(line));
      if (event.type === 'diagnostic') failures.push(event['@message']);
      else found.set(event['@testrun'], resourcesOf(event.test_plan));
    });
    await Promise.all([once(child, 'close'), once(lines, 'close')]);
    assert.equal(child.exitCode, 0, failures.join('\n'));
    return found;
  } finally {
    await copy.remove();
  }
}

for (const [environment, names] of Object.entries(switched)) {
  describeWithTerraform(`what AWS takes of ${environment}, by its own limits`, function suite() {
    this.timeout(480_000);
    let planned: ReadonlyMap<string, readonly Resource[]>;

    before(async () => {
      planned = await plans(environment, names);
    });

    for (const name of names) {
      it(`is all of it, with ${name}`, () => {
        const resources = planned.get(name) ?? [];
        assert.ok(resources.length > 50);
        const broken = limits.flatMap((rule) =>
          violations(rule, resources).map((address) => `${address} must be one that ${rule.says}`),
        );
        assert.deepEqual(broken, []);
      });
    }

    it('is looked at by every rule', () => {
      const types = new Set([...planned.values()].flat().map(({ type }) => type));
      assert.deepEqual(
        limits.flatMap(({ of = '' }) => (types.has(of) || of === 'aws_iam_policy' ? [] : of)),
        [],
      );
    });
  });
}

/** What each limit refuses. */
const refused: readonly { readonly type: string; readonly values: Readonly<Record<string, unknown>> }[] = [
  { type: 'aws_security_group', values: { description: "AWS's services inside the network" } },
  { type: 'aws_vpc_security_group_ingress_rule', values: { description: "AWS's" } },
  { type: 'aws_vpc_security_group_egress_rule', values: { description: "AWS's" } },
  { type: 'aws_lb', values: { name: 'x'.repeat(33) } },
  { type: 'aws_lb_target_group', values: { name: 'x'.repeat(33), name_prefix: 'frontend' } },
  { type: 'aws_iam_role', values: { name: 'x'.repeat(65), name_prefix: 'x'.repeat(39), description: 'a — b' } },
  { type: 'aws_iam_policy', values: { name: 'x'.repeat(129) } },
  { type: 'aws_s3_bucket', values: { bucket: 'x'.repeat(64) } },
  {
    type: 'aws_db_instance',
    values: {
      identifier: 'a--b',
      final_snapshot_identifier: 'a--b',
      instance_class: 'db.t2.micro',
      allocated_storage: 20_000,
      max_allocated_storage: 100_000,
    },
  },
  { type: 'aws_db_parameter_group', values: { name_prefix: '1' } },
  { type: 'aws_elasticache_replication_group', values: { replication_group_id: 'x'.repeat(41) } },
  { type: 'aws_ecs_cluster', values: { name: 'a b' } },
  { type: 'aws_ecs_task_definition', values: { family: 'a b', cpu: '8192', memory: '17408' } },
  { type: 'aws_cloudwatch_log_group', values: { name: 'a b' } },
  { type: 'aws_cloudwatch_metric_alarm', values: { alarm_name: 'x'.repeat(256) } },
  { type: 'aws_cloudwatch_dashboard', values: { dashboard_name: 'a b' } },
  { type: 'aws_secretsmanager_secret', values: { name_prefix: 'a b' } },
  { type: 'aws_sns_topic', values: { name: 'a b' } },
  { type: 'aws_wafv2_web_acl', values: { name: 'a b' } },
  { type: 'aws_acm_certificate', values: { domain_name: `${'a'.repeat(60)}.${'b'.repeat(20)}.example.com` } },
  {
    type: 'aws_appautoscaling_scheduled_action',
    values: { schedule: 'cron(0 19 * * MON-FRI *)', timezone: 'Nowhere/City' },
  },
];

describe('limits of AWS', () => {
  for (const { type, values } of refused) {
    it(`refuse a bad ${type}`, () => {
      const rules = limits.filter((rule) => rule.of === type && !rule.says.includes('ports'));
      assert.ok(rules.length > 0);
      for (const rule of rules) {
        assert.deepEqual(violations(rule, [{ address: 'bad', mode: 'managed', type, values }]), ['bad'], rule.says);
      }
    });
  }

  for (const [cpu, memory, expected] of [
    [256, 512, true],
    [256, 1_536, false],
    [512, 1_024, true],
    [4_096, 30_720, true],
    [4_096, 32_768, false],
    [8_192, 20_480, true],
    [8_192, 17_408, false],
    [8_192, 65_536, false],
    [16_384, 122_880, true],
    [16_384, 131_072, false],
    [300, 512, false],
  ] as const) {
    it(`say that Fargate has ${expected ? 'a' : 'no'} task of ${cpu} units and ${memory} MiB`, () => {
      assert.equal(isFargateSize(cpu, memory), expected);
    });
  }

  for (const [schedule, expected] of [
    ['cron(0 19 ? * MON-FRI *)', true],
    ['cron(0 19 * * MON-FRI *)', false],
    ['cron(0 19 ? * ? *)', false],
    ['cron(0 19 ? * MON-FRI)', false],
    ['rate(1 hour)', true],
  ] as const) {
    it(`${expected ? 'take' : 'refuse'} the schedule ${schedule}`, () => assert.equal(isSchedule(schedule), expected));
  }
});

describe('ARNs in Terraform code', () => {
  it('name the partition that they are in', () => {
    const files = globSync('{modules,environments,bootstrap}/**/*.tf', { cwd: infra });
    assert.ok(files.length > 20);
    const fixed = files.flatMap((file) =>
      readFileSync(join(infra, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (/"arn:aws:/.test(line) ? [`${file}:${index + 1}`] : [])),
    );
    assert.deepEqual(fixed, []);
  });
});
