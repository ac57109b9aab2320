import { z } from 'zod';

/** The part of `terraform show -json PLAN` that is read here. */
export const terraformPlanSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.enum(['managed', 'data']),
        type: z.string(),
        change: z.object({
          actions: z.array(z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget'])),
          before: z.unknown(),
          after: z.unknown(),
        }),
      }),
    )
    .default([]),
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).default({}),
});

export type TerraformPlan = z.infer<typeof terraformPlanSchema>;

export type ResourceChange = TerraformPlan['resource_changes'][number];
