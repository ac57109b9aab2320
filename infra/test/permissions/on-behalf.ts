import type { Call } from './call.ts';

/** What a service asks IAM for in the name of who calls it: no request of its own goes over the wire. */
export interface OnBehalf {
  readonly of: string;
  readonly when?: (values: Call['values']) => boolean;
  readonly actions: readonly string[];
  /** ARNs, where the region and the account of the call stand for `{region}` and `{account}`. */
  readonly resources: (values: Call['values']) => readonly string[];
  readonly context?: Readonly<Record<string, string>>;
  /** Where AWS says so. */
  readonly source: string;
}

const everything = () => ['*'];

const isTrue =
  (name: string) =>
  (values: Call['values']): boolean =>
    values.get(name)?.includes('true') ?? false;

const roles = (values: Call['values']) =>
  [...values.values()].flat().filter((value) => /^arn:[^:]+:iam::\d+:role\//.test(value));

const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

const managedPassword = {
  when: isTrue('ManageMasterUserPassword'),
  source:
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions',
};

const targetTracking = (values: Call['values']) =>
  (values.get('ResourceId') ?? []).map(
    (id) => `arn:aws:cloudwatch:{region}:{account}:alarm:TargetTracking-${id}-AlarmHigh`,
  );

const linkedRole = (service: string, name: string) => ({
  actions: ['iam:CreateServiceLinkedRole'],
  resources: () => [`arn:aws:iam::{account}:role/aws-service-role/${service}/${name}`],
  context: { 'iam:AWSServiceName': service },
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html',
});

/** None of AWS's machine-readable data says these; each row has the page that does. */
export const onBehalf: readonly OnBehalf[] = [
  {
    of: 'rds:CreateDBInstance',
    ...managedPassword,
    actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
    resources: () => ['arn:aws:secretsmanager:{region}:{account}:secret:rds!db-0a1b2c3d-AbCdEf'],
  },
  {
    of: 'rds:CreateDBInstance',
    ...managedPassword,
    actions: ['kms:DescribeKey'],
    // Of AWS's own for secrets, whose id is not known.
    resources: () => ['arn:aws:kms:{region}:{account}:key/00000000-0000-0000-0000-000000000000'],
  },
  {
    of: 'rds:CreateDBInstance',
    actions: ['rds:CreateDBInstance'],
    resources: (values) => {
      const [engine = 'postgres'] = values.get('Engine') ?? [];
      const [version = '16'] = values.get('EngineVersion') ?? [];
      return [`arn:aws:rds:{region}:{account}:og:default:${engine}-${version.split('.')[0]}`];
    },
    source:
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples-create-and-modify-examples.html',
  },
  { of: 'rds:CreateDBInstance', ...linkedRole('rds.amazonaws.com', 'AWSServiceRoleForRDS') },
  {
    of: 'elasticache:CreateReplicationGroup',
    when: (values) => !values.has('CacheParameterGroupName'),
    actions: ['elasticache:CreateReplicationGroup'],
    resources: () => ['arn:aws:elasticache:{region}:{account}:parametergroup:default.redis7'],
    source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html',
  },
  ...['elasticache:CreateReplicationGroup', 'elasticache:ModifyReplicationGroup'].map((of) => ({
    of,
    when: (values: Call['values']) => values.has('DestinationType'),
    actions: logDelivery,
    resources: everything,
    source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Logging-destinations.html',
  })),
  {
    of: 'elasticache:CreateReplicationGroup',
    ...linkedRole('elasticache.amazonaws.com', 'AWSServiceRoleForElastiCache'),
  },
  {
    of: 'application-autoscaling:PutScalingPolicy',
    actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'],
    resources: targetTracking,
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html#auto-scaling-IAM',
  },
  {
    of: 'application-autoscaling:RegisterScalableTarget',
    ...linkedRole('ecs.application-autoscaling.amazonaws.com', 'AWSServiceRoleForApplicationAutoScaling_ECSService'),
  },
  { of: 'ecs:CreateCluster', ...linkedRole('ecs.amazonaws.com', 'AWSServiceRoleForECS') },
  {
    of: 'elasticloadbalancing:CreateLoadBalancer',
    ...linkedRole('elasticloadbalancing.amazonaws.com', 'AWSServiceRoleForElasticLoadBalancing'),
  },
  {
    of: 'ecs:RegisterTaskDefinition',
    actions: ['iam:PassRole'],
    resources: roles,
    context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html',
  },
  {
    of: 'ec2:CreateFlowLogs',
    actions: ['iam:PassRole'],
    resources: roles,
    context: { 'iam:PassedToService': 'vpc-flow-logs.amazonaws.com' },
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html',
  },
  {
    of: 'wafv2:PutLoggingConfiguration',
    actions: logDelivery.filter((action) => !/UpdateLogDelivery|GetLogDelivery/.test(action)),
    resources: everything,
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html',
  },
];
