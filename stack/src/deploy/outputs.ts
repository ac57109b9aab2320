import { z } from 'zod';
import { StackError } from '../stack-error.ts';
import type { Release } from './journal.ts';

const migrationOutputsSchema = z.object({
  cluster_name: z.string(),
  log_group_names: z.object({ api: z.string(), frontend: z.string(), migration: z.string() }),
  migration_task: z.object({
    task_definition_arn: z.string(),
    subnet_ids: z.array(z.string()),
    security_group_ids: z.array(z.string()),
    assign_public_ip: z.boolean(),
  }),
});

/** What an environment's root module says of itself before there are services. */
export type MigrationOutputs = z.infer<typeof migrationOutputsSchema>;

const outputsSchema = migrationOutputsSchema.extend({
  url: z.string(),
  database_identifier: z.string(),
  service_names: z.object({ api: z.string(), frontend: z.string() }),
  api_image: z.string(),
  frontend_image: z.string(),
  app_version: z.string(),
});

/** What an environment's root module says of what runs. */
export type EnvironmentOutputs = z.infer<typeof outputsSchema>;

type RawOutputs = Readonly<Record<string, unknown>>;

/** @returns undefined where nothing, or not all of it, is deployed yet */
export function parseOutputs(outputs: RawOutputs): EnvironmentOutputs | undefined {
  return outputsSchema.safeParse(outputs).data;
}

/** @throws StackError where nothing is deployed */
export function deployedOutputs(outputs: RawOutputs, environment: string): EnvironmentOutputs {
  const deployed = parseOutputs(outputs);
  if (deployed) return deployed;
  throw new StackError(`Nothing is deployed to ${environment}`, { fix: [`Deploy: make deploy ENV=${environment}`] });
}

/** @throws StackError where what migrations need was not made */
export function migrationOutputs(outputs: RawOutputs): MigrationOutputs {
  const parsed = migrationOutputsSchema.safeParse(outputs);
  if (parsed.success) return parsed.data;
  throw new StackError(`Terraform's outputs lack ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`, {
    fix: ['outputs.tf of the environment has to say them.'],
  });
}

/** What was applied last. */
export function appliedRelease(outputs: EnvironmentOutputs): Release {
  return { version: outputs.app_version, apiImage: outputs.api_image, frontendImage: outputs.frontend_image };
}
