import type { PriceList } from './price-list.ts';
import {
  scalingTargetSchema,
  serviceSchema,
  taskDefinitionSchema,
  type CostLine,
  type PricedResource,
} from './priced-resource.ts';

function all<Value>(
  resources: readonly PricedResource[],
  type: string,
  schema: { safeParse(values: unknown): { data?: Value } },
): Value[] {
  return resources
    .filter((resource) => resource.type === type)
    .flatMap(({ values }) => schema.safeParse(values).data ?? []);
}

/** Tasks of the services of ECS: as many as run at least, all day. A task definition has its service's name. */
export function taskCosts(resources: readonly PricedResource[], prices: PriceList): CostLine[] {
  const definitions = all(resources, 'aws_ecs_task_definition', taskDefinitionSchema);
  const scaling = all(resources, 'aws_appautoscaling_target', scalingTargetSchema);
  return all(resources, 'aws_ecs_service', serviceSchema).flatMap((service) => {
    const definition = definitions.find(({ family }) => family === service.name);
    if (!definition) return [];
    const target = scaling.find(({ resource_id: id }) => id.endsWith(`/${service.name}`));
    const count = target?.min_capacity ?? service.desired_count;
    const weights = service.capacity_provider_strategy ?? [];
    const weightOf = (provider: string) =>
      weights.find(({ capacity_provider: name }) => name === provider)?.weight ?? 0;
    const total = weightOf('FARGATE') + weightOf('FARGATE_SPOT');
    const spotShare = total === 0 ? 0 : weightOf('FARGATE_SPOT') / total;
    const architecture = definition.runtime_platform?.[0]?.cpu_architecture ?? 'X86_64';
    const hourOf = ({ vcpu, gib }: { vcpu: number; gib: number }) =>
      (definition.cpu / 1024) * vcpu + (definition.memory / 1024) * gib;
    const hour =
      spotShare * hourOf(prices.taskHour.spot[architecture]) +
      (1 - spotShare) * hourOf(prices.taskHour.onDemand[architecture]);
    const isPublic = service.network_configuration?.[0]?.assign_public_ip === true;
    const usd = (hourly: number) => count * hourly * prices.hoursPerMonth;
    const tasks = { item: 'tasks', usdPerMonth: usd(hour) };
    return isPublic ? [tasks, { item: 'public addresses', usdPerMonth: usd(prices.publicAddressHour) }] : [tasks];
  });
}
