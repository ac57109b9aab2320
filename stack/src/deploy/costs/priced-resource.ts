import { z } from 'zod';

/** A resource as a plan or a state has it. */
export interface PricedResource {
  readonly type: string;
  /** Its attributes; those that are not known yet are missing. */
  readonly values: unknown;
}

/** One thing that costs money. */
export interface CostLine {
  readonly item: string;
  readonly usdPerMonth: number;
}

/** Where a plan does not know the subnets yet: as many zones as there are at least. */
export const zonesUnlessKnown = 2;

export const endpointSchema = z.object({
  vpc_endpoint_type: z.string(),
  subnet_ids: z.array(z.string()).nullish(),
});

export const loadBalancerSchema = z.object({ subnets: z.array(z.string()).nullish() });

export const databaseSchema = z.object({
  instance_class: z.string(),
  allocated_storage: z.number(),
  multi_az: z.boolean().nullish(),
});

export const replicationGroupSchema = z.object({ node_type: z.string(), num_cache_clusters: z.number() });

export const webAclSchema = z.object({ rule: z.array(z.unknown()) });

export const serviceSchema = z.object({
  name: z.string(),
  desired_count: z.number(),
  capacity_provider_strategy: z
    .array(z.object({ capacity_provider: z.string(), weight: z.number().nullish() }))
    .nullish(),
  network_configuration: z.array(z.object({ assign_public_ip: z.boolean().nullish() })).nullish(),
});

export const taskDefinitionSchema = z.object({
  family: z.string(),
  cpu: z.coerce.number(),
  memory: z.coerce.number(),
  runtime_platform: z.array(z.object({ cpu_architecture: z.enum(['X86_64', 'ARM64']) })).nullish(),
});

export const scalingTargetSchema = z.object({ resource_id: z.string(), min_capacity: z.number() });
