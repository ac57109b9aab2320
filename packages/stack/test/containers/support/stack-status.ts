import assert from 'node:assert/strict';
import { z } from 'zod';

/** Names of the containers' services, in order. */
export const services = ['api', 'cache', 'database', 'frontend'];

const statusSchema = z.object({
  running: z.literal(true),
  state: z.object({
    mode: z.literal('compose'),
    phase: z.literal('up'),
    urls: z.object({ api: z.url(), frontend: z.url() }),
    services: z.record(z.string(), z.object({ phase: z.literal('up') })),
  }),
});

/** What `make status JSON=1` prints of a stack that runs in containers, beside what it says to a person. @throws for anything else */
export function statusOfAll(output: string): z.infer<typeof statusSchema>['state'] {
  const { state } = statusSchema.parse(JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? ''));
  assert.deepEqual(Object.keys(state.services).toSorted(), services);
  return state;
}
