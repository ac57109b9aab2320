import { StackError } from '../../stack-error.ts';
import { messageOf } from '../../errors.ts';
import { explainAwsError } from '../aws-errors.ts';

/** Of one call, with the SDK's own repetitions. */
const callDeadlineMs = 30_000;

/** What every client is made with: few repetitions, with back-off and jitter, and a deadline for each. */
export const clientSettings = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 12_000, throwOnRequestTimeout: true },
} as const;

/** @returns the code of an error of AWS, such as `AccessDeniedException` */
export function awsCode(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

/**
 * One call to AWS, with a deadline.
 * @param action as IAM names it, such as `ecs:RunTask`
 * @param deadlineMs longer for what waits until something is done
 * @throws StackError that says what is wrong and what to do; the SDK's error is its cause
 */
export async function callAws<Result>(
  action: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<Result>,
  signal?: AbortSignal,
  deadlineMs = callDeadlineMs,
): Promise<Result> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await send({ abortSignal: signal ? AbortSignal.any([signal, deadline]) : deadline });
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) {
      throw new StackError(`AWS did not answer ${action} within ${deadlineMs / 1_000} s`, {
        fix: ['Run the same command again: it continues where it stopped.'],
        cause: error,
      });
    }
    const text = `${awsCode(error)}: ${messageOf(error)}`;
    if (/^AccessDenied|^UnauthorizedOperation/.test(text) && !/not authorized to perform:? [\w-]+:\w/.test(text)) {
      throw explainAwsError(`not authorized to perform: ${action}`, error) ?? error;
    }
    throw explainAwsError(text, error) ?? new StackError(`AWS refused ${action}: ${text}`, { cause: error });
  }
}
