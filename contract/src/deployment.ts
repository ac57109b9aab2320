import { z } from 'zod';

/** What applying a plan would do to one resource. `replace` destroys it and creates it anew. */
const plannedActionSchema = z.enum(['add', 'change', 'replace', 'destroy']);

export type PlannedAction = z.infer<typeof plannedActionSchema>;

/** What `make plan ENV=… JSON=1` prints: the plan as a person can judge it. */
export const planSummarySchema = z.object({
  environment: z.string(),
  /** How many resources each action concerns. */
  counts: z.record(plannedActionSchema, z.int().nonnegative()),
  resources: z.array(z.object({ address: z.string(), action: plannedActionSchema })),
  /** Resources that hold data and would be replaced or destroyed; confirming asks for the environment's name. */
  dataLosses: z.array(z.object({ address: z.string(), action: z.enum(['replace', 'destroy']), holds: z.string() })),
  /** USD a month, against what runs now; null where it cannot be said. */
  monthlyCostDifferenceUsd: z.number().nullable(),
});

export type PlanSummary = z.infer<typeof planSummarySchema>;

/** Where a step of a deployment is. `skipped`: an earlier run has done it. */
const deploymentStepStatusSchema = z.enum(['started', 'done', 'skipped', 'failed']);

/** A line of what `make deploy ENV=… JSON=1` and its like print, one JSON object each: steps as they go, and the result last. */
export const deploymentEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.string().meta({ description: 'Stable name, such as `build`' }),
    title: z.string().meta({ description: 'For a person, such as `Build the images`' }),
    status: deploymentStepStatusSchema,
    message: z.string().optional(),
    fix: z.array(z.string()).optional().meta({ description: 'What to do about a failure; a line each' }),
  }),
  z.object({
    type: z.literal('result'),
    status: z
      .enum(['deployed', 'unchanged', 'prepared', 'destroyed', 'failed', 'cancelled'])
      .meta({ description: '`prepared`: the account, by `make bootstrap`; `destroyed`: by `make destroy`' }),
    url: z.string().optional(),
    version: z.string().optional(),
    message: z.string().optional(),
  }),
]);

export type DeploymentEvent = z.infer<typeof deploymentEventSchema>;
