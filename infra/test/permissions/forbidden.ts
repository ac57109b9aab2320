import type { IamRequest } from './requests.ts';

/** What a role must never be allowed, and why somebody might come to allow it. */
export interface Forbidden {
  readonly who: 'deploys' | 'plans';
  readonly what: string;
  readonly request: IamRequest;
}

const account = '123456789012';

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;

const tagged = (environment: string) => ({
  'aws:ResourceTag/Project': 'zero-to-running',
  'aws:ResourceTag/Environment': environment,
});

const production = tagged('production');

function forbid(
  who: Forbidden['who'],
  what: string,
  action: string,
  resource: string,
  context: IamRequest['context'] = {},
): Forbidden {
  return { who, what, request: { action, resource, context: { 'aws:RequestedRegion': 'us-east-1', ...context } } };
}

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Of the two roles of dev. */
export const forbidden: readonly Forbidden[] = [
  forbid(
    'deploys',
    "delete production's database",
    'rds:DeleteDBInstance',
    arn('rds', 'db:zero-to-running-production'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's snapshot",
    'rds:DeleteDBSnapshot',
    arn('rds', 'snapshot:zero-to-running-production-final-20260101000000'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's cache",
    'elasticache:DeleteReplicationGroup',
    arn('elasticache', 'replicationgroup:zero-to-running-production'),
    production,
  ),
  forbid(
    'deploys',
    "change production's service",
    'ecs:UpdateService',
    arn('ecs', 'service/zero-to-running-production/zero-to-running-production-api'),
    production,
  ),
  forbid(
    'deploys',
    "run a task of production's",
    'ecs:RunTask',
    arn('ecs', 'task-definition/zero-to-running-production_migration:1'),
    production,
  ),
  forbid(
    'deploys',
    "register a task of production's",
    'ecs:RegisterTaskDefinition',
    arn('ecs', 'task-definition/zero-to-running-production_api:2'),
  ),
  forbid(
    'deploys',
    "scale production's service",
    'application-autoscaling:DeregisterScalableTarget',
    arn('application-autoscaling', 'scalable-target/0123456789abcdef0'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's load balancer",
    'elasticloadbalancing:DeleteLoadBalancer',
    arn('elasticloadbalancing', 'loadbalancer/app/zero-to-running-production/0123456789abcdef'),
    production,
  ),
  forbid(
    'deploys',
    "change production's listener",
    'elasticloadbalancing:ModifyListener',
    arn('elasticloadbalancing', 'listener/app/zero-to-running-production/0123456789abcdef/0123456789abcdef'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's firewall",
    'wafv2:DeleteWebACL',
    arn('wafv2', 'regional/webacl/zero-to-running-production/0123'),
    production,
  ),
  forbid(
    'deploys',
    "open production's network",
    'ec2:AuthorizeSecurityGroupIngress',
    arn('ec2', 'security-group/sg-0123456789abcdef0'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's subnet",
    'ec2:DeleteSubnet',
    arn('ec2', 'subnet/subnet-0123456789abcdef0'),
    production,
  ),
  forbid('deploys', "tag production's network as its own", 'ec2:CreateTags', arn('ec2', 'vpc/vpc-0123456789abcdef0'), {
    ...production,
    'aws:RequestTag/Environment': 'dev',
    'aws:TagKeys': ['Environment'],
  }),
  forbid(
    'deploys',
    "read production's secret",
    'secretsmanager:GetSecretValue',
    arn('secretsmanager', 'secret:zero-to-running-production/database-AbCdEf'),
    production,
  ),
  forbid(
    'deploys',
    "change production's secret",
    'secretsmanager:PutSecretValue',
    arn('secretsmanager', 'secret:zero-to-running-production/database-AbCdEf'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's log",
    'logs:DeleteLogGroup',
    arn('logs', 'log-group:/zero-to-running-production/api'),
    production,
  ),
  forbid(
    'deploys',
    "delete production's topic",
    'sns:DeleteTopic',
    arn('sns', 'zero-to-running-production-alarms'),
    production,
  ),
  forbid('deploys', "give production's key another policy", 'kms:PutKeyPolicy', arn('kms', 'key/0123'), production),
  forbid('deploys', "delete production's key", 'kms:ScheduleKeyDeletion', arn('kms', 'key/0123'), production),
  forbid('deploys', 'give the key of another project another policy', 'kms:PutKeyPolicy', arn('kms', 'key/0123')),
  forbid(
    'deploys',
    "read production's state",
    's3:GetObject',
    'arn:aws:s3:::zero-to-running-tfstate-123456789012-us-east-1/production/terraform.tfstate',
  ),
  forbid(
    'deploys',
    "write production's state",
    's3:PutObject',
    'arn:aws:s3:::zero-to-running-tfstate-123456789012-us-east-1/production/terraform.tfstate',
  ),
  forbid(
    'deploys',
    "write the account's state",
    's3:PutObject',
    'arn:aws:s3:::zero-to-running-tfstate-123456789012-us-east-1/bootstrap/terraform.tfstate',
  ),
  forbid(
    'deploys',
    "empty production's access logs",
    's3:DeleteObject',
    'arn:aws:s3:::zero-to-running-production-logs-123456789012-us-east-1/log',
  ),
  forbid(
    'deploys',
    "pass production's role to a task",
    'iam:PassRole',
    `arn:aws:iam::${account}:role/zero-to-running-production_api-1`,
    {
      'iam:PassedToService': 'ecs-tasks.amazonaws.com',
    },
  ),
  forbid(
    'deploys',
    'make a role without the boundary',
    'iam:CreateRole',
    `arn:aws:iam::${account}:role/zero-to-running-dev_evil`,
    {
      'aws:RequestTag/Environment': 'dev',
      'aws:RequestTag/Project': 'zero-to-running',
    },
  ),
  forbid(
    'deploys',
    'give a role without the boundary a policy',
    'iam:PutRolePolicy',
    `arn:aws:iam::${account}:role/zero-to-running-dev_evil`,
    tagged('dev'),
  ),
  forbid(
    'deploys',
    'give a role all rights',
    'iam:AttachRolePolicy',
    `arn:aws:iam::${account}:role/zero-to-running-dev_evil`,
    {
      ...tagged('dev'),
      'iam:PolicyARN': administrator,
    },
  ),
  forbid(
    'deploys',
    'take the boundary from a role',
    'iam:DeleteRolePermissionsBoundary',
    `arn:aws:iam::${account}:role/zero-to-running-dev_api-1`,
    tagged('dev'),
  ),
  forbid(
    'deploys',
    'change what it may itself',
    'iam:PutRolePolicy',
    `arn:aws:iam::${account}:role/zero-to-running-deploy-dev`,
  ),
  forbid(
    'deploys',
    'let others take on the role that deploys to production',
    'iam:UpdateAssumeRolePolicy',
    `arn:aws:iam::${account}:role/zero-to-running-deploy-production`,
  ),
  forbid(
    'deploys',
    'take on the role that deploys to production',
    'sts:AssumeRole',
    `arn:aws:iam::${account}:role/zero-to-running-deploy-production`,
  ),
  forbid('deploys', 'make a user', 'iam:CreateUser', `arn:aws:iam::${account}:user/evil`),
  forbid(
    'deploys',
    "change production's record in a zone that both are in",
    'route53:ChangeResourceRecordSets',
    'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
    { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['www.example.com'] },
  ),
  forbid(
    'deploys',
    'tag the network of another product as its own',
    'ec2:CreateTags',
    arn('ec2', 'vpc/vpc-0123456789abcdef0'),
    {
      'aws:ResourceTag/Project': 'shop',
      'aws:ResourceTag/Environment': 'dev',
      'aws:RequestTag/Project': 'zero-to-running',
      'aws:RequestTag/Environment': 'dev',
      'aws:TagKeys': ['Project', 'Environment'],
    },
  ),
  forbid(
    'deploys',
    "make a subnet in the network of another product's dev",
    'ec2:CreateSubnet',
    arn('ec2', 'vpc/vpc-0123456789abcdef0'),
    { 'aws:ResourceTag/Project': 'shop', 'aws:ResourceTag/Environment': 'dev' },
  ),
  forbid('deploys', 'ask what others may', 'iam:SimulatePrincipalPolicy', `arn:aws:iam::${account}:role/administrator`),
  forbid(
    'deploys',
    'delete the images that production runs',
    'ecr:BatchDeleteImage',
    arn('ecr', 'repository/zero-to-running/api'),
  ),
  forbid(
    'plans',
    "read the database's password",
    'secretsmanager:GetSecretValue',
    arn('secretsmanager', 'secret:zero-to-running-dev/database-AbCdEf'),
    tagged('dev'),
  ),
  forbid(
    'plans',
    "read the cache's token",
    'secretsmanager:GetSecretValue',
    arn('secretsmanager', 'secret:zero-to-running-dev/cache-auth-AbCdEf'),
    tagged('dev'),
  ),
  forbid(
    'plans',
    "read the master's password",
    'secretsmanager:GetSecretValue',
    arn('secretsmanager', 'secret:rds!db-0a1b2c3d-AbCdEf'),
  ),
  forbid(
    'plans',
    'read a setting that is secret',
    'ssm:GetParameters',
    arn('ssm', 'parameter/zero-to-running-dev/api/STRIPE_KEY'),
    tagged('dev'),
  ),
  forbid(
    'plans',
    "read production's state",
    's3:GetObject',
    'arn:aws:s3:::zero-to-running-tfstate-123456789012-us-east-1/production/terraform.tfstate',
  ),
  forbid(
    'plans',
    'write the state',
    's3:PutObject',
    'arn:aws:s3:::zero-to-running-tfstate-123456789012-us-east-1/dev/terraform.tfstate',
  ),
  forbid(
    'plans',
    'run a task',
    'ecs:RunTask',
    arn('ecs', 'task-definition/zero-to-running-dev_migration:1'),
    tagged('dev'),
  ),
  forbid(
    'plans',
    'change the service',
    'ecs:UpdateService',
    arn('ecs', 'service/zero-to-running-dev/zero-to-running-dev-api'),
    tagged('dev'),
  ),
  forbid('plans', 'copy the database', 'rds:CreateDBSnapshot', arn('rds', 'db:zero-to-running-dev'), tagged('dev')),
  forbid('plans', 'push an image', 'ecr:PutImage', arn('ecr', 'repository/zero-to-running/api')),
  forbid('plans', 'pass a role', 'iam:PassRole', `arn:aws:iam::${account}:role/zero-to-running-dev_api-1`, {
    'iam:PassedToService': 'ecs-tasks.amazonaws.com',
  }),
];
