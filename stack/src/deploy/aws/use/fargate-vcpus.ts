import {
  DescribeTasksCommand,
  ECSClient,
  paginateListClusters,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs';
import { callAws, clientSettings } from '../call.ts';
import { allPages } from './all-pages.ts';
import type { Use, UseRequest } from './use.ts';

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
export async function usedFargateVcpus({ owner, region, signal }: UseRequest): Promise<Use> {
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
