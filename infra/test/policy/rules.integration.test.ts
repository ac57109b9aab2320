import assert from 'node:assert/strict';
import { rules } from './rules.ts';
import { violations } from './violations.ts';

const resources = ['*', 'arn:aws:rds:*:*:*:name', `arn:aws:s3:::${'long'.repeat(2_000)}`];

const policy = JSON.stringify({ Statement: [{ Sid: 'All', Effect: 'Allow', Action: 's3:*', Resource: resources }] });

/** Of each type, a resource that breaks all its rules. */
const bad: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_vpc_security_group_ingress_rule: { cidr_ipv4: '0.0.0.0/0', cidr_ipv6: '::/0', from_port: 22 },
  aws_security_group: { ingress: [{ cidr_blocks: ['0.0.0.0/0'] }] },
  aws_lb: { drop_invalid_header_fields: false, access_logs: [{ enabled: false }], enable_deletion_protection: false },
  aws_s3_bucket_public_access_block: { block_public_acls: true },
  aws_db_instance: {
    publicly_accessible: true,
    storage_encrypted: false,
    engine_version: '15',
    backup_retention_period: 1,
    skip_final_snapshot: true,
    deletion_protection: false,
    multi_az: false,
    password: 'known',
  },
  aws_db_parameter_group: { parameter: [] },
  aws_elasticache_replication_group: { transit_encryption_enabled: false, auth_token: 'known' },
  aws_secretsmanager_secret_version: { secret_string: 'known' },
  aws_ecs_task_definition: {
    container_definitions:
      '[{"name":"api","user":"1:1","environment":[{"name":"PGPASSWORD","value":"known"}],"mountPoints":[{}]}]',
    skip_destroy: false,
  },
  aws_appautoscaling_target: { min_capacity: 1 },
  aws_ecs_service: { capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT' }] },
  aws_cloudwatch_log_group: { retention_in_days: 0 },
  aws_iam_role_policy: { policy },
  aws_iam_policy: { policy },
  aws_iam_role: { permissions_boundary: null },
};

describe('rules of the infrastructure', () => {
  for (const rule of rules) {
    it(`find what breaks the one for ${rule.of ?? 'everything'}: it ${rule.says}`, () => {
      const address = 'module.application.bad';
      const type = rule.of ?? 'aws_vpc';
      const values = rule.of ? bad[rule.of] : { tags_all: {} };
      assert.ok(values);
      assert.deepEqual(violations(rule, [{ address, mode: 'managed', type, values }]), [address]);
    });
  }
});
