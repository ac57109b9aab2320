import { z } from 'zod';
import type { Prices } from './prices.ts';

const serviceSchema = z.object({
  desired_count: z.number().nullish(),
  capacity_provider_strategy: z
    .array(z.object({ capacity_provider: z.string(), weight: z.number().nullish() }))
    .nullish(),
  network_configuration: z.array(z.object({ assign_public_ip: z.boolean().nullish() })).nullish(),
});

const definitionSchema = z.object({
  cpu: z.coerce.number(),
  memory: z.coerce.number(),
  runtime_platform: z.array(z.object({ cpu_architecture: z.enum(['X86_64', 'ARM64']).nullish() })).nullish(),
});

/** A month of a service's tasks on Fargate, each as its definition says; tasks on Spot by the weights. */
export function taskCost(service: unknown, definition: unknown, prices: Prices): number {
  const { desired_count, capacity_provider_strategy, network_configuration } = serviceSchema.parse(service);
  const { cpu, memory, runtime_platform } = definitionSchema.parse(definition);
  const architecture = runtime_platform?.[0]?.cpu_architecture ?? 'X86_64';
  const weights = capacity_provider_strategy ?? [];
  const total = weights.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  const onSpot = weights.find((each) => each.capacity_provider === 'FARGATE_SPOT')?.weight ?? 0;
  const spotShare = total > 0 ? onSpot / total : 0;
  const hourOf = ({ vcpu, gib }: { vcpu: number; gib: number }) => (cpu / 1024) * vcpu + (memory / 1024) * gib;
  const { onDemand, spot } = prices.taskHour;
  const hour = hourOf(onDemand[architecture]) * (1 - spotShare) + hourOf(spot[architecture]) * spotShare;
  const address = network_configuration?.[0]?.assign_public_ip ? prices.publicAddressHour : 0;
  return (hour + address) * prices.hoursPerMonth * (desired_count ?? 1);
}
