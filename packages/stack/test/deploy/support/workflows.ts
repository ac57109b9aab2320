import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { thisCheckout } from '../../../src/checkout.ts';

const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));

const concurrency = z.object({ group: z.string(), 'cancel-in-progress': z.union([z.boolean(), z.string()]) });

const values = z.record(z.string(), z.unknown());

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: values.default({}),
  env: values.default({}),
});

const jobSchema = z.object({
  uses: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  permissions: permissions.optional(),
  environment: z.string().optional(),
  concurrency: concurrency.optional(),
  'timeout-minutes': z.number().optional(),
  with: values.default({}),
  env: values.default({}),
  steps: z.array(stepSchema).default([]),
});

const workflowSchema = z.object({
  on: values,
  permissions,
  concurrency: concurrency.optional(),
  jobs: z.record(z.string(), jobSchema),
});

export type Workflow = z.infer<typeof workflowSchema>;

export type Job = z.infer<typeof jobSchema>;

const directory = join(thisCheckout.root, '.github/workflows');

/** Names of all workflows, without their ending. */
export const workflowNames = readdirSync(directory).map((file) => file.replace(/\.yml$/, ''));

export function workflowText(name: string): string {
  return readFileSync(join(directory, `${name}.yml`), 'utf8');
}

export function readWorkflow(name: string): Workflow {
  return workflowSchema.parse(parse(workflowText(name)));
}

/** Every job of every workflow, with where it is. */
export function allJobs(): { readonly where: string; readonly workflow: string; readonly job: Job }[] {
  return workflowNames.flatMap((workflow) =>
    Object.entries(readWorkflow(workflow).jobs).map(([name, job]) => ({ where: `${workflow}/${name}`, workflow, job })),
  );
}

export function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}
