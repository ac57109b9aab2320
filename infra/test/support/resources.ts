import { isDeepStrictEqual } from 'node:util';
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

const attributesSchema = z.record(z.string(), z.unknown()).nullable();

const changesSchema = z.object({
  resource_changes: z.array(
    z.object({
      address: z.string(),
      mode: z.enum(['managed', 'data']),
      change: z.object({
        actions: z.array(z.string()),
        before: attributesSchema,
        after: attributesSchema,
        after_unknown: attributesSchema,
        replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
      }),
    }),
  ),
});

/** Of an attribute, or of a part of it. */
function isUnknown(unknown: unknown): boolean {
  return JSON.stringify(unknown)?.includes('true') ?? false;
}

type Change = z.infer<typeof changesSchema>['resource_changes'][number]['change'];

/** Names of the attributes that an update changes, or that something is replaced for. */
function changedAttributes({ before, after, after_unknown: unknown, replace_paths: paths }: Change): string[] {
  if (paths.length > 0) return paths.map(([name]) => String(name)).toSorted();
  return Object.keys({ ...before, ...after, ...unknown })
    .filter((name) => isUnknown(unknown?.[name]) || !isDeepStrictEqual(before?.[name], after?.[name]))
    .toSorted();
}

/** What a plan would do, such as `update module.load_balancer.aws_lb.this: idle_timeout`, in order. */
export function plannedChanges(json: string): string[] {
  return changesSchema
    .parse(JSON.parse(json))
    .resource_changes.filter(({ mode, change }) => mode === 'managed' && !change.actions.includes('no-op'))
    .map(({ address, change }) => {
      const action = change.actions.length > 1 ? 'replace' : change.actions.join('');
      return `${action} ${address}: ${changedAttributes(change).join(', ')}`;
    })
    .toSorted();
}
