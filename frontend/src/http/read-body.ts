import type { z } from 'zod';
import { NoAnswer } from './api-error.ts';

/**
 * Reads a body as the contract describes it.
 * @throws NoAnswer that names the place where it differs
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the whole';
  throw new NoAnswer(
    'unreadable',
    `${place}: ${issue?.message ?? 'not as described'}. Is this page older or newer than the API? Reload it.`,
    { cause: parsed.error },
  );
}
