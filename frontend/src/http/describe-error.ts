import { ApiProblem, NoAnswer, type NoAnswerReason } from './api-error.ts';

/** An error in words: what happened, what to do, and under which id the API's log has it. */
export interface ErrorDescription {
  readonly title: string;
  readonly detail: string;
  readonly id: string | null;
}

const titles: Record<NoAnswerReason, string> = {
  network: 'The API cannot be reached',
  timeout: 'The API does not answer in time',
  unreadable: 'The API’s answer is not understood',
};

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiProblem) {
    const { title, detail, id, errors } = error.problem;
    const fields = errors?.map((item) => `${item.field || item.in}: ${item.message}`).join('; ');
    return { title, detail: [detail, fields].filter(Boolean).join(' '), id };
  }
  if (error instanceof NoAnswer) return { title: titles[error.reason], detail: error.message, id: null };
  return { title: 'Something went wrong', detail: error instanceof Error ? error.message : String(error), id: null };
}
