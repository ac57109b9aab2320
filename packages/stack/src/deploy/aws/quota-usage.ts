import { EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  ECSClient,
  paginateListClusters,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs';
import { paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds';
import { callAws, clientSettings } from './call.ts';

/** How much of something a region of the account has. */
export interface QuotaUsage {
  readonly total: number;
  /** The part that is the environment's own already. */
  readonly own: number;
}

/** Whose part of it is the environment's own, and where to look. */
export interface QuotaUsageRequest {
  /** Of all that the environment makes in AWS, such as `zero-to-running-dev`. */
  readonly owner: string;
  readonly region: string;
  readonly signal: AbortSignal;
}

/** @returns how many there are, and how many of them are the environment's */
function countUsage<Item>(items: readonly Item[], isOwn: (item: Item) => boolean): QuotaUsage {
  return { total: items.length, own: items.filter(isOwn).length };
}

/** What is on all pages of a list in AWS, together. */
export async function allPages<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** How many instances of databases there are, of any engine. @throws StackError */
export async function usedDatabases({ owner, region, signal }: QuotaUsageRequest): Promise<QuotaUsage> {
  const client = new RDSClient({ region, ...clientSettings });
  const instances = await callAws(
    'rds:DescribeDBInstances',
    (options) => allPages(paginateDescribeDBInstances({ client }, {}, options), ({ DBInstances }) => DBInstances),
    signal,
  );
  return countUsage(instances, ({ DBInstanceIdentifier }) => DBInstanceIdentifier === owner);
}

/** How many VPCs there are. @throws StackError */
export async function usedVpcs({ owner, region, signal }: QuotaUsageRequest): Promise<QuotaUsage> {
  const client = new EC2Client({ region, ...clientSettings });
  const vpcs = await callAws(
    'ec2:DescribeVpcs',
    (options) => allPages(paginateDescribeVpcs({ client }, {}, options), ({ Vpcs }) => Vpcs),
    signal,
  );
  return countUsage(vpcs, ({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === 'Name' && Value === owner));
}

/** As many as ECS describes at once. */
const describedAtOnce = 100;

const unitsPerVcpu = 1024;

async function tasksOnFargate(client: ECSClient, cluster: string, signal: AbortSignal): Promise<readonly Task[]> {
  const arns = await callAws(
    'ecs:ListTasks',
    (options) =>
      allPages(paginateListTasks({ client }, { cluster, launchType: 'FARGATE' }, options), ({ taskArns }) => taskArns),
    signal,
  );
  const found: Task[] = [];
  for (let start = 0; start < arns.length; start += describedAtOnce) {
    const input = { cluster, tasks: arns.slice(start, start + describedAtOnce) };
    const { tasks = [] } = await callAws(
      'ecs:DescribeTasks',
      (options) => client.send(new DescribeTasksCommand(input), options),
      signal,
    );
    found.push(...tasks);
  }
  return found;
}

/** vCPUs of ECS's tasks on Fargate; those on Spot have a quota of their own. @throws StackError */
export async function usedFargateVcpus({ owner, region, signal }: QuotaUsageRequest): Promise<QuotaUsage> {
  const client = new ECSClient({ region, ...clientSettings });
  const clusters = await callAws(
    'ecs:ListClusters',
    (options) => allPages(paginateListClusters({ client }, {}, options), ({ clusterArns }) => clusterArns),
    signal,
  );
  let [total, own] = [0, 0];
  for (const cluster of clusters) {
    const tasks = await tasksOnFargate(client, cluster, signal);
    const onDemand = tasks.filter(({ capacityProviderName }) => capacityProviderName !== 'FARGATE_SPOT');
    const vcpus = onDemand.reduce((sum, { cpu }) => sum + Number(cpu ?? 0) / unitsPerVcpu, 0);
    total += vcpus;
    if (cluster.endsWith(`:cluster/${owner}`)) own += vcpus;
  }
  return { total, own };
}
