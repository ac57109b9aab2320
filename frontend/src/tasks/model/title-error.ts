import { taskCreateSchema } from '@zero-to-running/contract/tasks';

/** What is wrong with a title, by the contract's rules and in its words; null when nothing is. */
export function titleError(title: string): string | null {
  const parsed = taskCreateSchema.shape.title.safeParse(title);
  return parsed.success ? null : `The title ${parsed.error.issues[0]?.message ?? 'is not as it should be'}.`;
}
