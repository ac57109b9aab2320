import { z } from 'zod';
import { block, is, type Rule } from './rule.ts';
import { allowed, everyAction, everyResource } from './statements.ts';

const publicPorts = new Set([80, 443]);

const secretNames = /password|secret|token|private_key|api_?key/i;

const containersSchema = z.array(
  z.object({
    name: z.string().default(''),
    user: z.string().default(''),
    environment: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    secrets: z.array(z.object({ name: z.string() })).default([]),
    mountPoints: z.array(z.unknown()).default([]),
    linuxParameters: z
      .object({ tmpfs: z.array(z.object({ mountOptions: z.array(z.string()).default([]) })).default([]) })
      .default({ tmpfs: [] }),
  }),
);

// Such as arn:aws:rds:*:*:*:name. Topics, log groups and buckets have no type before their name, or always the same.
const wildType = /^arn:[^:]+:(?!s3|sns|logs)[^:]+:[^:]*:[^:]*:\*[:/]./;

const tagsSchema = z.record(z.string(), z.string()).nullish();

/** @returns none where they are not known yet */
function containersOf(definitions: unknown): z.infer<typeof containersSchema> {
  return typeof definitions === 'string' ? containersSchema.parse(JSON.parse(definitions)) : [];
}

/** What is true of the infrastructure, whatever else changes. Each is looked at in the plan, and again when it is applied. */
export const rules: readonly Rule[] = [
  // The way in.
  {
    of: 'aws_vpc_security_group_ingress_rule',
    says: 'is open to the world on ports 80 and 443 of the load balancer only',
    holds: (values, { address }) =>
      !(values['cidr_ipv4'] || values['cidr_ipv6']) ||
      (address.includes('internet_to_load_balancer') && publicPorts.has(Number(values['from_port']))),
  },
  {
    of: 'aws_vpc_security_group_ingress_rule',
    says: 'names no IPv6 addresses',
    holds: (values) => !values['cidr_ipv6'],
  },
  {
    of: 'aws_security_group',
    says: 'has no rules of its own beside those one can read',
    holds: (values) =>
      z
        .array(z.unknown())
        .default([])
        .parse(values['ingress'])
        .every((rule) => JSON.stringify(rule).includes('sg-')),
  },
  { of: 'aws_lb', says: 'drops invalid headers', holds: is('drop_invalid_header_fields', true) },
  { of: 'aws_lb', says: 'keeps a log', holds: (values) => block(values, 'access_logs')['enabled'] === true },
  {
    of: 'aws_lb',
    says: 'is protected from deletion',
    only: 'production',
    holds: is('enable_deletion_protection', true),
  },
  {
    of: 'aws_s3_bucket_public_access_block',
    says: 'lets nothing be public',
    holds: (values) =>
      ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every(
        (name) => values[name] === true,
      ),
  },

  // The stores.
  { of: 'aws_db_instance', says: 'is private', holds: is('publicly_accessible', false) },
  { of: 'aws_db_instance', says: 'is encrypted', holds: is('storage_encrypted', true) },
  {
    of: 'aws_db_instance',
    says: 'is PostgreSQL 16',
    holds: (values) => String(values['engine_version']).startsWith('16'),
  },
  {
    of: 'aws_db_instance',
    says: 'is backed up for seven days at least',
    holds: (values) => Number(values['backup_retention_period']) >= 7,
  },
  { of: 'aws_db_instance', says: 'leaves a snapshot when it goes', holds: is('skip_final_snapshot', false) },
  {
    of: 'aws_db_instance',
    says: 'is protected from deletion',
    only: 'production',
    holds: is('deletion_protection', true),
  },
  { of: 'aws_db_instance', says: 'has a standby in another zone', only: 'production', holds: is('multi_az', true) },
  {
    of: 'aws_db_instance',
    says: 'has a password that Terraform does not know',
    holds: (values) => values['manage_master_user_password'] === true && !values['password'],
  },
  {
    of: 'aws_db_parameter_group',
    says: 'takes connections by TLS only',
    holds: (values) => JSON.stringify(values['parameter']).includes('rds.force_ssl'),
  },
  {
    of: 'aws_elasticache_replication_group',
    says: 'is encrypted in transit',
    holds: is('transit_encryption_enabled', true),
  },
  {
    of: 'aws_elasticache_replication_group',
    says: 'has no token in the plan',
    planned: true,
    holds: (values) => !values['auth_token'],
  },
  {
    of: 'aws_secretsmanager_secret_version',
    says: 'is none of ours: a plan would read its value',
    holds: () => false,
  },

  // The tasks.
  {
    of: 'aws_ecs_task_definition',
    says: 'has no secret in its environment',
    holds: (values) =>
      containersOf(values['container_definitions'])
        .flatMap(({ environment }) => environment)
        .every(({ name, value }) => !secretNames.test(name) || name.endsWith('_SECRET_ARN') || value === ''),
  },
  {
    of: 'aws_ecs_task_definition',
    says: 'lets no detail of the health report out without a token',
    holds: (values) =>
      containersOf(values['container_definitions']).every(
        ({ name, secrets }) => name !== 'api' || secrets.some((secret) => secret.name === 'HEALTH_DETAIL_TOKEN'),
      ),
  },
  {
    of: 'aws_ecs_task_definition',
    says: 'writes to memory of its own user, where it writes at all',
    holds: (values) =>
      containersOf(values['container_definitions']).every(
        ({ user, mountPoints, linuxParameters }) =>
          mountPoints.length === 0 &&
          linuxParameters.tmpfs.every(({ mountOptions }) => mountOptions.includes(`uid=${user.split(':')[0]}`)),
      ),
  },
  {
    of: 'aws_ecs_task_definition',
    says: 'is kept when it is replaced, to go back to',
    holds: is('skip_destroy', true),
  },
  {
    of: 'aws_appautoscaling_target',
    says: 'has no single point of failure: two tasks of each service at least',
    only: 'production',
    holds: (values) => Number(values['min_capacity']) >= 2,
  },
  {
    of: 'aws_ecs_service',
    says: 'goes back when a deployment fails',
    holds: (values) => block(values, 'deployment_circuit_breaker')['rollback'] === true,
  },
  {
    of: 'aws_ecs_service',
    says: 'runs on demand',
    only: 'production',
    holds: (values) => !JSON.stringify(values).includes('SPOT'),
  },
  {
    of: 'aws_cloudwatch_log_group',
    says: 'keeps its lines, and not for ever',
    holds: (values) => Number(values['retention_in_days']) > 0,
  },

  // Who may do what.
  ...['aws_iam_role_policy', 'aws_iam_policy'].flatMap((of): Rule[] => [
    {
      of,
      says: 'allows every action of a service only with a reason',
      holds: ({ policy }) =>
        allowed(policy).every(
          ({ Sid = '', Action }) => Sid in everyAction || Action.every((action) => !/^(\*|[\w-]+:\*)$/.test(action)),
        ),
    },
    {
      of,
      says: 'names its resources, or the reason why it cannot',
      holds: ({ policy }) =>
        allowed(policy).every(({ Sid = '', Resource }) => Sid in everyResource || !Resource.includes('*')),
    },
    {
      of,
      says: 'writes out the type of a resource, for IAM takes no wildcard in its place',
      holds: ({ policy }) => allowed(policy).every(({ Resource }) => Resource.every((arn) => !wildType.test(arn))),
    },
    {
      of,
      says: 'has no more letters than IAM takes',
      holds: ({ policy }) => typeof policy !== 'string' || policy.replaceAll(/\s/g, '').length <= 6_144,
    },
  ]),
  {
    of: 'aws_iam_role',
    says: 'can do no more than its boundary, unless bootstrap makes it',
    holds: (values, { address }) =>
      !address.startsWith('module.application.') ||
      !('permissions_boundary' in values) ||
      Boolean(values['permissions_boundary']),
  },
  {
    says: 'says whose it is, where it can be tagged',
    // The mock forgets the tags of some.
    planned: true,
    holds: ({ tags_all: tags }) => {
      const known = tagsSchema.parse(tags);
      return known === null || known === undefined || ('Project' in known && 'ManagedBy' in known);
    },
  },
];
