import { ApiProblem } from '../../http/api-error.ts';

/** What the API says is wrong with the title; null when a request failed for another reason. */
export function refusedTitle(error: unknown): string | null {
  const message = error instanceof ApiProblem ? error.fieldError('title')?.message : undefined;
  return message === undefined ? null : `The title ${message}.`;
}
