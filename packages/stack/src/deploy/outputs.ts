import { z } from 'zod';
import type { Release } from './journal.ts';
import { StackError } from '../stack-error.ts';

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

const databaseAccessSchema = z.object({
  // Null where the network lets no session in.
  database_access: z
    .object({ task_definition_arn: z.string(), host: z.string(), port: z.number(), name: z.string() })
    .nullable(),
});

/** How one gets to an environment's database: undefined where it was deployed before there was a way. */
export function databaseAccess(
  outputs: RawOutputs,
): z.infer<typeof databaseAccessSchema>['database_access'] | undefined {
  // Terraform keeps no output that is null.
  return 'secret_parameters' in outputs
    ? (databaseAccessSchema.safeParse(outputs).data?.database_access ?? null)
    : undefined;
}

const passwordOutputsSchema = z.object({
  passwords: z.record(
    z.string(),
    z.object({ secret_arn: z.string(), version_id: z.string(), username: z.string().nullable() }),
  ),
  replication_group_id: z.string(),
});

/** Which secrets hold the passwords, by name, and which version of each the tasks use. */
export type PasswordOutputs = z.infer<typeof passwordOutputsSchema>;

/** @returns undefined where the environment has no passwords to make, or its secrets are not there yet */
export function passwordOutputs(outputs: RawOutputs): PasswordOutputs | undefined {
  return passwordOutputsSchema.safeParse(outputs).data;
}

type RawOutputs = Readonly<Record<string, unknown>>;

/** @returns undefined where nothing, or not all of it, is deployed yet */
export function parseOutputs(outputs: RawOutputs): EnvironmentOutputs | undefined {
  return outputsSchema.safeParse(outputs).data;
}

/** @throws StackError where nothing is deployed */
export function deployedOutputs(outputs: RawOutputs, environment: string): EnvironmentOutputs {
  const deployed = parseOutputs(outputs);
  if (deployed) return deployed;
  throw new StackError(`Nothing is deployed to ${environment}`, {
    fix: [`Deploy: make deploy ENV=${environment}`],
    code: 'not-deployed',
  });
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
