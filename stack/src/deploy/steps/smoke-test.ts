import { setTimeout as sleep } from 'node:timers/promises';
import { healthAnswerSchema, healthPaths } from '@zero-to-running/contract/health';
import { fetchFailure, healthHeaders, type HealthSource } from '../../health/read-report.ts';
import { StackError } from '../../stack-error.ts';
import type { DeployContext } from '../context.ts';
import type { StepVoice } from '../report/step-runner.ts';

const deadlineMs = 5 * 60_000;
const requestMs = 10_000;
const firstDelayMs = 500;
const maxDelayMs = 5_000;

/** @returns what is wrong still; undefined when all is well */
async function complaint(source: HealthSource, version: string, signal: AbortSignal): Promise<string | undefined> {
  const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]) };
  const response = await fetch(source.url + healthPaths.all, { ...options, headers: healthHeaders(source) });
  const answer = healthAnswerSchema.safeParse(await response.json());
  if (!answer.success) return `${healthPaths.all} answers something else than a health report`;
  const { status, services } = answer.data;
  const ill = Object.entries(services).flatMap(([name, service]) => (service.status === 'healthy' ? [] : name));
  if (status !== 'ok') return `health is ${status}: ${ill.join(', ')}`;
  if ('version' in answer.data && answer.data.version !== version) return `${answer.data.version} answers`;
  const page = await fetch(source.url, options);
  const isPage = page.ok && page.headers.get('content-type')?.startsWith('text/html');
  return isPage ? undefined : `the page is answered with status ${page.status}`;
}

/**
 * Asks the deployed application, as a user reaches it, until it is healthy and of the right version.
 * @throws StackError with what was wrong last
 */
export async function smokeTest(
  { signal, environment }: DeployContext,
  voice: StepVoice,
  source: HealthSource,
  version: string,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  let last: string | undefined;
  for (let attempt = 0; performance.now() < end; attempt += 1) {
    const wrong = await complaint(source, version, signal).catch(fetchFailure);
    signal.throwIfAborted();
    if (wrong === undefined) {
      voice.done(`healthy, ${version}`);
      return;
    }
    if (wrong !== last) voice.note(wrong);
    last = wrong;
    const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
    await sleep(ceiling * (0.5 + Math.random() / 2), undefined, { signal });
  }
  throw new StackError(`${source.url} is not as it should be after ${deadlineMs / 60_000} minutes: ${last}`, {
    fix: [
      `What it says: make health ENV=${environment.name}, make logs ENV=${environment.name}`,
      `Back to what ran before: make rollback ENV=${environment.name}`,
    ],
  });
}
