import { readAnswer } from '@zero-to-running/health/client/answer';
import { ConnectionFailure, failureOf, failureSentence } from '@zero-to-running/health/client/failure';
import { afterEvent, followHealth, type HealthState, nothingKnown } from '@zero-to-running/health/client/feed';
import { readJson, type Source } from '@zero-to-running/health/client/request';
import { type HealthAnswer, healthPaths } from '@zero-to-running/health/contract/report';
import type { Checkout } from '../checkout.ts';
import { readEnvFile } from '../environment/env-file.ts';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';

const deadlineMs = 5_000;

/** Where the API is, and the token that shows details if it asks for one. */
export interface HealthSource {
  /** Origin, such as http://127.0.0.1:4000 */
  readonly url: string;
  readonly token: string | undefined;
  /** The name of the stack that the API must be of; undefined where any is as good. */
  readonly stack?: string | undefined;
  /** Address of the frontend, which is watched too; undefined where it cannot be asked from here. */
  readonly frontend?: string | undefined;
}

/** The API of a checkout's own stack, with the token that its `.env`, or else the environment, has. */
export function localSource(checkout: Checkout, url: string, stack?: string): HealthSource {
  return { url, stack, token: readEnvFile(checkout).HEALTH_DETAIL_TOKEN || process.env.HEALTH_DETAIL_TOKEN };
}

export function healthHeaders({ token }: HealthSource): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** The reason that fetch hides in its error's cause. */
export function fetchFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return messageOf(cause);
}

/** @throws ConnectionFailure in `recognises` where the API is another stack's */
function clientSource({ url, token, stack, frontend }: HealthSource): Source {
  return {
    api: url,
    frontend,
    token,
    recognises: (name) => {
      // Without the detail token, an API does not tell its stack.
      if (stack === undefined || name === undefined || name === stack) return true;
      throw new ConnectionFailure('foreign', `the API of another stack (${name}) has its port`);
    },
  };
}

/**
 * The present report. An unhealthy one is an answer like any other.
 * @throws StackError when there is none
 */
export async function readReport(source: HealthSource): Promise<HealthAnswer> {
  try {
    const { api, token, recognises } = clientSource(source);
    const { answer, detail } = readAnswer(
      await readJson({ api, token }, healthPaths.all, AbortSignal.timeout(deadlineMs)),
    );
    if (detail === 'full') recognises?.(answer.stack ?? 'one without a name');
    return answer;
  } catch (error) {
    const failure = failureOf(error);
    const isAnother = failure.kind === 'not-understood' || failure.kind === 'foreign';
    throw new StackError(
      isAnother
        ? `What answers at ${source.url} is not this API: ${failure.message}`
        : `The API at ${source.url} does not answer: ${failure.message}`,
      {
        ...(failure.kind === 'foreign' && { code: 'not-own' as const }),
        ...(isAnother && { fix: ['make status says on which port the API is.'] }),
        cause: error,
      },
    );
  }
}

/**
 * Tells what is known of a system's health, each time that there is something new, through losses of the connection,
 * until the signal is aborted.
 */
export async function watchReports(
  source: HealthSource,
  onState: (state: HealthState) => void,
  signal: AbortSignal,
): Promise<void> {
  let state = nothingKnown;
  await followHealth({
    findSource: () => Promise.resolve(clientSource(source)),
    onEvent: (event) => {
      state = afterEvent(state, event, Date.now());
      onState(state);
    },
    describeFailure: failureSentence,
    withHistory: false,
    signal,
  });
}
