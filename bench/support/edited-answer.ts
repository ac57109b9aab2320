import { join } from 'node:path';
import { problemSchema } from '@app/contract/problem';
import { EditedSource } from './edited-source.ts';
import { waitFor } from './wait.ts';

const seenWithinMs = 5_000;

/** The source of a text that the API answers with. */
export function openAnswer(checkout: string): Promise<EditedSource> {
  return EditedSource.open(join(checkout, 'api/src/http/problem.ts'), 'Not found');
}

/** Answered below /api only by an API that is ready; both texts come from sources that benchmarks edit. */
async function notFound(origin: string): Promise<string | undefined> {
  // A connection of its own each time: the process at the other end comes and goes.
  const response = await fetch(`${origin}/api/nothing`, { headers: { connection: 'close' } }).catch(() => undefined);
  const body = await response?.text().catch(() => undefined);
  if (response?.status !== 404 || body === undefined) return undefined;
  const { type, title } = problemSchema.parse(JSON.parse(body));
  return `${type} ${title}`;
}

/** Milliseconds until the API's answer has a text in it; undefined when it does not come. */
export async function answered(origin: string, text: string): Promise<number | undefined> {
  const start = performance.now();
  const ask = async () => ((await notFound(origin))?.includes(text) ? performance.now() - start : undefined);
  return waitFor(text, ask, { deadlineMs: seenWithinMs, everyMs: 3 }).catch(() => undefined);
}
