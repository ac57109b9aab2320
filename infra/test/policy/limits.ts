import { z } from 'zod';
import type { Rule } from './rule.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether a text that is known, and not null, is of a form. */
const matches =
  (name: string, pattern: RegExp): Rule['holds'] =>
  (values) =>
    typeof values[name] !== 'string' || pattern.test(values[name]);

function limit(of: string, name: string, pattern: RegExp, says: string): Rule {
  return { of, says, holds: matches(name, pattern) };
}

/** EC2 takes no other letters in a description; an apostrophe is none of them. */
const description = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

const described = [
  'aws_security_group',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
].map((of) => limit(of, 'description', description, 'is described in letters that EC2 takes'));

/** What AWS takes as names, by its references; of a prefix, the provider adds 26 letters. */
const names = [
  limit(
    'aws_lb',
    'name',
    /^(?!internal-)[a-zA-Z0-9][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]$/,
    'has a name of 32 letters at most',
  ),
  limit(
    'aws_lb_target_group',
    'name',
    /^[a-zA-Z0-9][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]$/,
    'has a name of 32 letters at most',
  ),
  limit('aws_lb_target_group', 'name_prefix', /^[a-zA-Z0-9-]{1,6}$/, 'has a prefix of 6 letters at most'),
  limit('aws_iam_role', 'name', /^[\w+=,.@-]{1,64}$/, 'has a name of 64 letters at most'),
  limit('aws_iam_role', 'name_prefix', /^[\w+=,.@-]{1,38}$/, 'has a prefix of 38 letters at most'),
  limit(
    'aws_iam_role',
    'description',
    /^[\t\n\r\u{20}-\u{7E}\u{A1}-\u{FF}]{0,1000}$/u,
    'is described in letters that IAM takes',
  ),
  limit('aws_iam_policy', 'name', /^[\w+=,.@-]{1,128}$/, 'has a name of 128 letters at most'),
  limit('aws_s3_bucket', 'bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'has a name of 63 letters at most'),
  limit('aws_db_instance', 'identifier', /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/, 'has a name of 63 letters at most'),
  limit(
    'aws_db_instance',
    'final_snapshot_identifier',
    /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,253}[a-zA-Z0-9]$/,
    'names its last snapshot as RDS takes it',
  ),
  limit('aws_db_parameter_group', 'name_prefix', /^[a-z](?!.*--)[a-z0-9-]{0,228}$/, 'has a prefix that RDS takes'),
  limit(
    'aws_elasticache_replication_group',
    'replication_group_id',
    /^[a-z](?!.*--)[a-z0-9-]{0,38}[a-z0-9]$/,
    'has a name of 40 letters at most',
  ),
  limit('aws_ecs_cluster', 'name', /^[\w-]{1,255}$/, 'has a name of 255 letters at most'),
  limit('aws_ecs_task_definition', 'family', /^[\w-]{1,255}$/, 'has a name of 255 letters at most'),
  limit('aws_cloudwatch_log_group', 'name', /^[\w.\-/#]{1,512}$/, 'has a name of 512 letters at most'),
  limit('aws_cloudwatch_metric_alarm', 'alarm_name', /^[^\p{Cc}]{1,255}$/u, 'has a name of 255 letters at most'),
  limit('aws_cloudwatch_dashboard', 'dashboard_name', /^[\w-]{1,255}$/, 'has a name of 255 letters at most'),
  limit('aws_secretsmanager_secret', 'name_prefix', /^[\w/+=.@-]{1,486}$/, 'has a prefix of 486 letters at most'),
  limit('aws_sns_topic', 'name', /^[\w-]{1,256}$/, 'has a name of 256 letters at most'),
  limit('aws_wafv2_web_acl', 'name', /^[\w-]{1,128}$/, 'has a name of 128 letters at most'),
  limit(
    'aws_acm_certificate',
    'domain_name',
    /^(?=.{1,64}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'is for a name of 64 letters at most',
  ),
];

/** Memory of tasks on Fargate in MiB, by CPU units: from, to, and in which steps. */
const fargate: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  256: [512, 2_048, 512],
  512: [1_024, 4_096, 1_024],
  1024: [2_048, 8_192, 1_024],
  2048: [4_096, 16_384, 1_024],
  4096: [8_192, 30_720, 1_024],
  8192: [16_384, 61_440, 4_096],
  16384: [32_768, 122_880, 8_192],
};

export function isFargateSize(cpu: unknown, memory: unknown): boolean {
  const size = fargate[String(cpu)];
  const mib = Number(memory);
  if (!size || (Number(cpu) === 256 && mib === 1_536)) return false;
  const [from, to, step] = size;
  return mib >= from && mib <= to && (mib - from) % step === 0;
}

/** Classes that RDS has for PostgreSQL 16. */
const databaseClass =
  /^db\.(t3\.(micro|small|medium|large|xlarge|2xlarge)|t4g\.(micro|small|medium|large|xlarge|2xlarge)|[mr](5|5d|6g|6gd|6i|6id|6idn|7g|7i|8g)\.(large|xlarge|2xlarge|4xlarge|8xlarge|12xlarge|16xlarge|24xlarge|32xlarge))$/;

function isStorage({ allocated_storage: gib, max_allocated_storage: most }: Values): boolean {
  const [now, then] = [Number(gib), Number(most ?? 0)];
  return now >= 20 && now <= 65_536 && (then === 0 || (then <= 65_536 && then >= Math.ceil(now * 1.1)));
}

/** Minutes, hours, day of month, month, day of week, year, of which one of the days is open. */
export function isSchedule(schedule: unknown): boolean {
  if (typeof schedule !== 'string') return true;
  if (/^(?:at|rate)\(.+\)$/.test(schedule)) return true;
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]?.split(' ') ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  return (
    fields.length === 6 &&
    fields.every((field) => /^[\dA-Z*?,/#L\-W]+$/.test(field)) &&
    (dayOfMonth === '?') !== (dayOfWeek === '?')
  );
}

const timeZones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/UTC']);

const portsSchema = z.array(z.object({ from_port: z.number(), to_port: z.number() })).optional();

/** What AWS refuses minutes after a plan that Terraform, its provider and the mock take. */
export const limits: readonly Rule[] = [
  ...described,
  ...names,
  {
    of: 'aws_ecs_task_definition',
    says: 'has a size that Fargate has',
    holds: ({ cpu, memory }) => isFargateSize(cpu, memory),
  },
  {
    of: 'aws_db_instance',
    says: 'is of a class that PostgreSQL 16 runs on',
    holds: matches('instance_class', databaseClass),
  },
  { of: 'aws_db_instance', says: 'has storage that RDS has, and can grow by a tenth', holds: isStorage },
  {
    of: 'aws_appautoscaling_scheduled_action',
    says: 'has a schedule of six fields',
    holds: ({ schedule }) => isSchedule(schedule),
  },
  {
    of: 'aws_appautoscaling_scheduled_action',
    says: 'is in a time zone that there is',
    holds: ({ timezone }) => typeof timezone !== 'string' || timeZones.has(timezone),
  },
  {
    of: 'aws_security_group',
    says: 'has ports that there are',
    holds: ({ ingress }) =>
      portsSchema.safeParse(ingress).data?.every((each) => each.from_port <= each.to_port) ?? true,
  },
];
