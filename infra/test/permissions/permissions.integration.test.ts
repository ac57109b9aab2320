import assert from 'node:assert/strict';
import { describeWithEvaluator } from './evaluate.ts';
import type { Exchange } from './exchange.ts';
import { denials, requestsOf } from './held-against.ts';

const place = { account: '123456789012', region: 'us-east-1', tags: { Environment: 'dev' } };

function exchange(service: string, rest: Partial<Exchange>): Exchange {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  return { during: 'deploy', method: 'POST', path: '/', target: '', body: '', authorization, ...rest };
}

const json = (service: string, operation: string, body: unknown) =>
  exchange(service, { target: `Any.${operation}`, body: JSON.stringify(body) });

const form = (service: string, values: Readonly<Record<string, string>>) =>
  exchange(service, { body: new URLSearchParams(values).toString() });

const s3 = (method: string, path: string) => exchange('s3', { method, path });

const createDatabase = form('rds', {
  Action: 'CreateDBInstance',
  DBInstanceIdentifier: 'shop-dev',
  DBSubnetGroupName: 'shop-dev',
  Engine: 'postgres',
  EngineVersion: '16.9',
  ManageMasterUserPassword: 'true',
  'Tags.Tag.1.Key': 'Environment',
  'Tags.Tag.1.Value': 'dev',
});

const createCache = form('elasticache', {
  Action: 'CreateReplicationGroup',
  ReplicationGroupId: 'shop-dev',
  CacheParameterGroupName: 'default.redis7',
  'LogDeliveryConfigurations.LogDeliveryConfigurationRequest.1.DestinationType': 'cloudwatch-logs',
});

const scale = json('application-autoscaling', 'PutScalingPolicy', { ResourceId: 'service/shop-dev/shop-dev-api' });

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;

/** What a call on the wire needs, among others. */
const needed: readonly { readonly asked: Exchange; readonly needs: readonly string[] }[] = [
  {
    asked: createDatabase,
    needs: [
      `rds:CreateDBInstance on ${arn('rds', 'db:shop-dev')}`,
      `rds:CreateDBInstance on ${arn('rds', 'subgrp:shop-dev')}`,
      `rds:CreateDBInstance on ${arn('rds', 'og:default:postgres-16')}`,
      `rds:AddTagsToResource on ${arn('rds', 'db:shop-dev')}`,
      `secretsmanager:CreateSecret on ${arn('secretsmanager', 'secret:rds!db-0a1b2c3d-AbCdEf')}`,
      `kms:DescribeKey on ${arn('kms', 'key/00000000-0000-0000-0000-000000000000')}`,
    ],
  },
  {
    asked: createCache,
    needs: [
      `elasticache:CreateReplicationGroup on ${arn('elasticache', 'parametergroup:default.redis7')}`,
      `elasticache:CreateReplicationGroup on ${arn('elasticache', 'replicationgroup:shop-dev')}`,
      'logs:CreateLogDelivery on *',
    ],
  },
  {
    asked: scale,
    needs: [
      `cloudwatch:PutMetricAlarm on ${arn('cloudwatch', 'alarm:TargetTracking-service/shop-dev/shop-dev-api-AlarmHigh')}`,
    ],
  },
  {
    asked: json('ecs', 'RegisterTaskDefinition', {
      family: 'shop-dev-api',
      executionRoleArn: 'arn:aws:iam::123456789012:role/shop-dev-api-1',
    }),
    needs: [
      `ecs:RegisterTaskDefinition on ${arn('ecs', 'task-definition/shop-dev-api:0123456789abcdef0')}`,
      'iam:PassRole on arn:aws:iam::123456789012:role/shop-dev-api-1',
    ],
  },
  {
    asked: json('ecs', 'UpdateService', { cluster: 'shop-dev', service: 'shop-dev-api' }),
    needs: [`ecs:UpdateService on ${arn('ecs', 'service/shop-dev/shop-dev-api')}`],
  },
  {
    asked: json('secretsmanager', 'GetSecretValue', {
      SecretId: arn('secretsmanager', 'secret:shop-dev-cache-AbCdEf'),
    }),
    needs: [`secretsmanager:GetSecretValue on ${arn('secretsmanager', 'secret:shop-dev-cache-AbCdEf')}`],
  },
  { asked: s3('HEAD', '/shop-dev-access-logs'), needs: ['s3:ListBucket on arn:aws:s3:::shop-dev-access-logs'] },
  { asked: s3('GET', '/state?encryption='), needs: ['s3:GetEncryptionConfiguration on arn:aws:s3:::state'] },
  { asked: s3('DELETE', '/state?publicAccessBlock='), needs: ['s3:PutBucketPublicAccessBlock on arn:aws:s3:::state'] },
  {
    asked: s3('PUT', '/state/dev/terraform.tfstate?x-id=PutObject'),
    needs: ['s3:PutObject on arn:aws:s3:::state/dev/terraform.tfstate'],
  },
];

/** What a policy lacks, and the call that is then denied. */
const lacking: readonly {
  readonly fault: string;
  readonly asked: Exchange;
  readonly action: string;
  readonly resource: string;
}[] = [
  { fault: 'the default option group', asked: createDatabase, action: 'rds:*', resource: arn('rds', 'og:*') },
  {
    fault: "RDS's secret",
    asked: createDatabase,
    action: 'secretsmanager:*',
    resource: arn('secretsmanager', 'secret:rds!*'),
  },
  { fault: 'the default key', asked: createDatabase, action: 'kms:DescribeKey', resource: '*' },
  {
    fault: 'the default parameters',
    asked: createCache,
    action: 'elasticache:*',
    resource: arn('elasticache', 'parametergroup:*'),
  },
  { fault: 'the delivery of logs', asked: createCache, action: 'logs:CreateLogDelivery', resource: '*' },
  { fault: 'the alarms of scaling', asked: scale, action: 'cloudwatch:PutMetricAlarm', resource: '*' },
];

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

/** A role that may what these statements say. */
const holding = (...statements: readonly object[]) => ({
  account: place.account,
  arn: 'arn:aws:iam::123456789012:role/deploy',
  policies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: statements } }],
  boundary: undefined,
});

describe('what calls to AWS need of IAM', () => {
  for (const { asked, needs } of needed) {
    it(`is told of ${needs[0]}`, async () => {
      const found = (await requestsOf([asked], place)).map(({ action, resource }) => `${action} on ${resource}`);
      assert.deepEqual(
        needs.filter((each) => !found.includes(each)),
        [],
        found.join('\n'),
      );
    });
  }

  it('is told of the boundary that a role was made with, when it is given a policy', async () => {
    const make = form('iam', {
      Action: 'CreateRole',
      RoleName: 'shop-dev-api',
      PermissionsBoundary: 'arn:aws:iam::123456789012:policy/edge',
    });
    const give = form('iam', { Action: 'PutRolePolicy', RoleName: 'shop-dev-api', PolicyName: 'logs' });
    const requests = await requestsOf([make, give], place);
    const { context } = requests.find(({ action }) => action === 'iam:PutRolePolicy') ?? {};
    assert.equal(context?.['iam:PermissionsBoundary'], 'arn:aws:iam::123456789012:policy/edge');
  });

  it('is not known of an action that IAM does not have', async () => {
    await assert.rejects(requestsOf([json('ecs', 'MakeTea', {})], place), /IAM has no action ecs:MakeTea/);
  });
});

describeWithEvaluator('IAM, by its rules', function suite() {
  this.timeout(120_000);

  for (const { fault, asked, action, resource } of lacking) {
    it(`denies it without ${fault}`, async () => {
      assert.deepEqual(await denials(holding(everything), [asked], place), []);
      const role = holding(everything, { Effect: 'Deny', Action: action, Resource: resource });
      assert.notDeepEqual(await denials(role, [asked], place), []);
    }).timeout(60_000);
  }

  it('denies a name after a wildcard for its type', async () => {
    const role = holding({
      Effect: 'Allow',
      Action: ['rds:*', 'iam:*', 'kms:*', 'secretsmanager:*'],
      Resource: 'arn:aws:rds:*:*:*:shop-dev*',
    });
    assert.ok((await denials(role, [createDatabase], place)).some((each) => each.endsWith(':db:shop-dev')));
  }).timeout(60_000);

  it('asks the policies of a principal about keys, and its boundary', async () => {
    const rotate = json('kms', 'EnableKeyRotation', { KeyId: '0123' });
    const role = holding({
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/Environment': 'dev' } },
    });
    assert.deepEqual(await denials(role, [rotate], place), []);
    const elsewhere = { ...place, tags: { Environment: 'production' } };
    assert.equal((await denials(role, [rotate], elsewhere)).length, 1);
    const boundary = {
      name: 'edge',
      policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
    };
    assert.equal((await denials({ ...role, boundary }, [rotate], place)).length, 1);
  }).timeout(60_000);
});
