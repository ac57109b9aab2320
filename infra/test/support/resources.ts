import { z } from 'zod';

const resourceSchema = z.object({
  address: z.string(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  values: z.record(z.string(), z.unknown()).default({}),
});

/** A resource as a plan or a state has it; what is not known yet is missing from its values. */
export type Resource = z.infer<typeof resourceSchema>;

const moduleSchema = z.object({
  resources: z.array(resourceSchema).default([]),
  get child_modules() {
    return z.array(moduleSchema).default([]);
  },
});

type Module = z.infer<typeof moduleSchema>;

const valuesSchema = z.object({ root_module: moduleSchema });

const shownSchema = z.object({ planned_values: valuesSchema.optional(), values: valuesSchema.optional() });

function resourcesOf(module: Module): Resource[] {
  return [...module.resources, ...module.child_modules.flatMap(resourcesOf)];
}

/** The resources that `terraform show -json` of a plan, or of a state, speaks of. */
export function managedResources(json: string): Resource[] {
  const shown = shownSchema.parse(JSON.parse(json));
  const values = shown.planned_values ?? shown.values;
  return values ? resourcesOf(values.root_module).filter(({ mode }) => mode === 'managed') : [];
}

const changesSchema = z.object({
  resource_changes: z.array(
    z.object({
      address: z.string(),
      type: z.string(),
      mode: z.enum(['managed', 'data']),
      change: z.object({ actions: z.array(z.string()) }),
    }),
  ),
});

/** What a plan would do, such as `update aws_lb`, once for each type, in order. */
export function plannedChanges(json: string): string[] {
  const changes = changesSchema
    .parse(JSON.parse(json))
    .resource_changes.filter(({ mode, change }) => mode === 'managed' && !change.actions.includes('no-op'));
  const described = changes.map(({ type, change }) => `${change.actions.join('+')} ${type}`);
  return [...new Set(described)].toSorted();
}
