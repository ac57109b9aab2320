import { z } from 'zod';

const configuredModuleSchema = z.object({
  resources: z
    .array(z.object({ address: z.string(), mode: z.enum(['managed', 'data']), type: z.string() }))
    .default([]),
  get module_calls() {
    return z.record(z.string(), z.object({ module: configuredModuleSchema })).default({});
  },
});

/** What a module's files say, with addresses within the module. */
export type ConfiguredModule = z.infer<typeof configuredModuleSchema>;

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
  configuration: z.object({ root_module: configuredModuleSchema }).optional(),
  // An output that is not known before has no value.
  planned_values: z
    .object({ outputs: z.record(z.string(), z.object({ value: z.unknown().optional() })).default({}) })
    .default({ outputs: {} }),
  output_changes: z.record(z.string(), z.object({ actions: z.array(z.string()) })).default({}),
});

export type TerraformPlan = z.infer<typeof terraformPlanSchema>;

/** Outputs as they will be; undefined for those that are not known before. */
export function plannedOutputs({ planned_values: { outputs } }: TerraformPlan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

export type ResourceChange = TerraformPlan['resource_changes'][number];
