import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Checkout } from '../checkout.ts';
import type { StackState } from './stack-state.ts';

const identity = z.object({ pid: z.int().positive(), started: z.string() });

const service = z.object({
  phase: z.enum([
    'waiting',
    'pulling',
    'building',
    'preparing',
    'starting',
    'up',
    'restarting',
    'stopping',
    'stopped',
    'failed',
  ]),
  since: z.string(),
  message: z.string().exactOptional(),
  fix: z.array(z.string()).exactOptional(),
  process: identity.exactOptional(),
  container: z.string().exactOptional(),
  port: z.int(),
  wantedPort: z.int().exactOptional(),
  portHolder: z.string().exactOptional(),
  program: z.string().exactOptional(),
  starts: z.int(),
});

const perService = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ database: schema, cache: schema, api: schema, frontend: schema });

const stateSchema = z.object({
  version: z.literal(1),
  mode: z.enum(['native', 'compose']),
  stack: z.string().exactOptional(),
  phase: z.enum(['starting', 'up', 'stopping', 'failed']),
  message: z.string().exactOptional(),
  startedAt: z.string(),
  supervisor: identity.exactOptional(),
  urls: perService(z.string()),
  services: perService(service),
  failure: z
    .object({
      service: z.enum(['database', 'cache', 'api', 'frontend']).exactOptional(),
      message: z.string(),
      excerpt: z.array(z.string()),
      log: z.string().exactOptional(),
      fix: z.array(z.string()),
    })
    .exactOptional(),
}) satisfies z.ZodType<StackState>;

/** @returns undefined for anything that is not a state, such as one of another version */
export function parseState(text: string): StackState | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What whoever started the stack last wrote; it may not run any more. */
export function readState({ stateFile }: Checkout): StackState | undefined {
  try {
    return parseState(readFileSync(stateFile, 'utf8'));
  } catch {
    return undefined;
  }
}
