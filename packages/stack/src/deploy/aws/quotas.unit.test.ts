import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { quotaWarnings } from './quotas.ts';

/** What an account says of itself; an action without an answer is refused. */
interface Account {
  readonly quotas: Readonly<Record<string, number>>;
  /** Names of what there is. */
  readonly vpcs?: readonly string[];
  readonly databases?: readonly string[];
  /** By cluster, the units of CPU of each task. */
  readonly tasks?: Readonly<
    Record<string, readonly { readonly cpu: string; readonly capacityProviderName?: string }[]>
  >;
}

const quotaSchema = z.object({ ServiceCode: z.string() });
const clusterSchema = z.object({ cluster: z.string() });

const nameTag = (name: string) => `<tagSet><item><key>Name</key><value>${name}</value></item></tagSet>`;

/** A VPC a page, so that there are pages. */
function vpcPage(vpcs: readonly string[], body: string): string {
  const index = Number(/NextToken=(\d+)/.exec(body)?.[1] ?? 0);
  const set = vpcs.slice(index, index + 1).map((name) => `<item><vpcId>vpc-${index}</vpcId>${nameTag(name)}</item>`);
  const next = index + 1 < vpcs.length ? `<nextToken>${index + 1}</nextToken>` : '';
  return `<DescribeVpcsResponse><vpcSet>${set.join('')}</vpcSet>${next}</DescribeVpcsResponse>`;
}

function databasePage(databases: readonly string[]): string {
  const items = databases.map(
    (name) => `<DBInstance><DBInstanceIdentifier>${name}</DBInstanceIdentifier></DBInstance>`,
  );
  return `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>${items.join('')}</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`;
}

/** @returns undefined for what is refused */
function answerOf(action: string, body: string, { quotas, vpcs, databases, tasks }: Account): string | undefined {
  const tasksOf = () => tasks?.[clusterSchema.parse(JSON.parse(body)).cluster.split('/').at(-1) ?? ''] ?? [];
  switch (action) {
    case 'GetServiceQuota': {
      const value = quotas[quotaSchema.parse(JSON.parse(body)).ServiceCode];
      return value === undefined ? undefined : JSON.stringify({ Quota: { Value: value } });
    }
    case 'DescribeVpcs':
      return vpcs && vpcPage(vpcs, body);
    case 'DescribeDBInstances':
      return databases && databasePage(databases);
    case 'ListClusters': {
      const arns = Object.keys(tasks ?? {}).map((name) => `arn:aws:ecs:us-east-1:123456789012:cluster/${name}`);
      return tasks && JSON.stringify({ clusterArns: arns });
    }
    case 'ListTasks':
      return JSON.stringify({ taskArns: tasksOf().map((_, index) => `task-${index}`) });
    case 'DescribeTasks':
      return JSON.stringify({ tasks: tasksOf() });
    default:
      return undefined;
  }
}

const refusal = { __type: 'AccessDeniedException', message: 'no' };

const refusalOfEc2 =
  '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation.</Message></Error></Errors></Response>';

/** The warnings for the environment `dev` in such an account. */
async function warningsIn(account: Account): Promise<readonly string[]> {
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await text(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const action = target.split('.').at(-1) || (/Action=(\w+)/.exec(body)?.[1] ?? '');
    const answer = answerOf(action, body, account);
    outgoing.statusCode = answer === undefined ? 400 : 200;
    outgoing.end(answer ?? (target ? JSON.stringify(refusal) : refusalOfEc2));
  };
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${address instanceof Object ? address.port : 0}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  try {
    const signal = new AbortController().signal;
    return await quotaWarnings({ owner: 'zero-to-running-dev', region: 'us-east-1', signal });
  } finally {
    process.env = before;
    server.closeAllConnections();
    server.close();
  }
}

const enough = { fargate: 4, rds: 1, vpc: 2 };
const unused = { vpcs: ['default'], databases: [], tasks: {} };

const needs = (what: string, count: number) => `${what} are used, and zero-to-running-dev needs ${count}.`;

const request =
  'Delete what is not needed, or ask for more: aws service-quotas request-service-quota-increase --region us-east-1';

describe('quotaWarnings', () => {
  it('is silent where enough of each is free', async () => {
    assert.deepEqual(await warningsIn({ quotas: enough, ...unused }), []);
  });

  it('says of which too little is free, how many are used and needed, and how to ask for more', async () => {
    const tasks = { other: [{ cpu: '1024' }, { cpu: '256' }], another: [{ cpu: '512' }] };
    const found = await warningsIn({
      quotas: { fargate: 5, rds: 2, vpc: 3 },
      vpcs: ['default', 'zero-to-running-production', 'other'],
      databases: ['zero-to-running-production', 'other'],
      tasks,
    });
    assert.deepEqual(found, [
      `Too few vCPUs on Fargate are free: ${needs('1.75 of 5', 4)} ${request} --service-code fargate --quota-code L-3032A538 --desired-value 6`,
      `Too few database instances are free: ${needs('2 of 2', 1)} ${request} --service-code rds --quota-code L-7B6409FD --desired-value 3`,
      `Too few VPCs in a region are free: ${needs('3 of 3', 1)} ${request} --service-code vpc --quota-code L-F678F1CE --desired-value 4`,
    ]);
  });

  it('counts what stands of the environment as its own', async () => {
    const found = await warningsIn({
      quotas: { fargate: 4, rds: 2, vpc: 2 },
      vpcs: ['default', 'zero-to-running-dev'],
      databases: ['other', 'zero-to-running-dev'],
      tasks: { 'zero-to-running-dev': [{ cpu: '256' }, { cpu: '512' }] },
    });
    assert.deepEqual(found, []);
  });

  it('counts no task on Spot', async () => {
    const tasks = { other: [{ cpu: '4096', capacityProviderName: 'FARGATE_SPOT' }] };
    assert.deepEqual(await warningsIn({ quotas: enough, ...unused, tasks }), []);
  });

  it('says which quota it could not read, and why', async () => {
    const [warning, ...others] = await warningsIn({ quotas: { fargate: 4, vpc: 5 }, ...unused });
    assert.deepEqual(others, []);
    assert.match(
      warning ?? '',
      /^The quota of database instances could not be read: .*do not allow servicequotas:GetServiceQuota/,
    );
  });

  it('says which use it could not read, and compares with the quota alone then', async () => {
    const found = await warningsIn({ quotas: { ...enough, rds: 0 } });
    assert.deepEqual(
      found.map((each) => /^.*?(?:do not allow [\w:]+|needs \d)/.exec(each)?.[0]),
      [
        'How many vCPUs on Fargate are used could not be read: The AWS credentials do not allow ecs:ListClusters',
        'How many database instances are used could not be read: The AWS credentials do not allow rds:DescribeDBInstances',
        'Too few database instances are free: the quota is 0, and zero-to-running-dev needs 1',
        'How many VPCs in a region are used could not be read: The AWS credentials do not allow ec2:DescribeVpcs',
      ],
    );
  });
});
