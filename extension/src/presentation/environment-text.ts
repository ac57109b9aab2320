import type { EnvironmentSnapshot } from '../store/environment-store.ts';
import { failureSentence } from '@zero-to-running/health/client/failure';
import { formatAgo, formatDuration } from '@zero-to-running/health/words/figures';
import { overallWord, serviceName } from '@zero-to-running/health/words/states';
import { l10n } from '@zero-to-running/health/words/l10n';
import { failing, overallOf, serviceViews } from './service-view.ts';

/**
 * How old what is shown is, where it is not fresh; undefined where it is, where there is nothing, and where nobody counts
 * on, as what shows it is not drawn again while the link is paused.
 */
export function ageText({ link, fresh, receivedAt, answer }: EnvironmentSnapshot, now: number): string | undefined {
  if (link === 'paused' || fresh || receivedAt === undefined || !answer) return undefined;
  return l10n.t('last report {0}', formatAgo(now - receivedAt));
}

/** Whether an API shows no details to who has a token, which then is not the right one. */
function hidesDetails({ answer, detail, hasToken }: EnvironmentSnapshot): boolean {
  return answer !== undefined && detail === 'redacted' && hasToken;
}

/** Why there is no fresh report, as a sentence without its full stop; undefined where there is one. */
export function failureText({ failure }: EnvironmentSnapshot): string | undefined {
  if (!failure) return undefined;
  if (failure.kind === 'stopped') {
    return failure.detail === undefined
      ? l10n.t('The stack is not running')
      : l10n.t('The stack is not running, as far as is known: {0}', failure.detail);
  }
  if (failure.kind === 'starting') return l10n.t('The stack is starting');
  if (failure.kind === 'foreign') return l10n.t('The stack of this folder is not running: {0}', failure.message);
  if (failure.kind === 'bad-address') return failure.message;
  if (failure.kind === 'token-refused' || failure.kind === 'token-needed') {
    return l10n.t('The API answers, but {0}. Run “Set Detail Token” to fix that', failure.message);
  }
  return failureSentence(failure);
}

/** That what is shown may be another folder's, as a sentence without its full stop; undefined where that is known. */
export function guessText({ guess }: EnvironmentSnapshot): string | undefined {
  return guess && l10n.t('The API at {0} may belong to the stack of another folder', guess);
}

/** That services are left out, as a sentence without its full stop; undefined where none are. */
function leftOutText({ answer, leftOut: { services, failing: count } }: EnvironmentSnapshot): string | undefined {
  if (!answer || services === 0) return undefined;
  return count === 0
    ? l10n.t('The report names {0} more services than can be shown, all of them healthy', services)
    : l10n.t('The report names {0} more services than can be shown, {1} of them unhealthy', services, count);
}

/** Milliseconds from which on an answer is worth a remark: with less, what is shown is as good as live. */
const slowAnswerMs = 2_000;

/** That answers take long, as a sentence without its full stop; undefined where they do not. */
function slownessText({ answer, tookMs = 0 }: EnvironmentSnapshot): string | undefined {
  if (!answer || tookMs < slowAnswerMs) return undefined;
  return l10n.t('The API takes {0} to answer', formatDuration(tookMs));
}

/** That part of the report is left out, as a sentence without its full stop; undefined where all of it is read. */
function misfitText({ answer, misfit }: EnvironmentSnapshot): string | undefined {
  if (!answer || misfit === undefined) return undefined;
  return l10n.t('Part of the report cannot be read and is left out: {0}', misfit);
}

/** What is missing of what is shown, and why: sentences without their full stops. */
export function notesOf(snapshot: EnvironmentSnapshot): string[] {
  const problems = serviceViews(snapshot).map(({ problem }) => problem);
  const hidden = hidesDetails(snapshot)
    ? l10n.t(
        'The API hides the details of its services because it rejects the stored token. Run “Set Detail Token” to fix that',
      )
    : undefined;
  return [...problems, leftOutText(snapshot), hidden, misfitText(snapshot), slownessText(snapshot)].filter(
    (note) => note !== undefined,
  );
}

/** What stands beside an environment's name. */
export function environmentDescription(snapshot: EnvironmentSnapshot, now: number): string {
  const { answer, leftOut } = snapshot;
  const notAll = answer && leftOut.services > 0 ? l10n.t('{0} more not shown', leftOut.services) : undefined;
  const hidden = hidesDetails(snapshot) ? l10n.t('details hidden') : undefined;
  const slow = slownessText(snapshot) && l10n.t('answers in {0}', formatDuration(snapshot.tookMs ?? 0));
  const what = [stateDescription(snapshot, now), notAll, hidden, slow].filter(Boolean).join(' · ');
  if (snapshot.failure?.kind === 'foreign') return `${what} · ${l10n.t('another folder’s stack answers')}`;
  // First, as a side bar has room for little.
  return snapshot.guess && snapshot.answer ? `${l10n.t('maybe another folder’s')} · ${what}` : what;
}

function whyUnknown({ link, failure }: EnvironmentSnapshot): string {
  if (link === 'paused') return l10n.t('paused');
  if (failure?.kind === 'token-refused') return l10n.t('token refused');
  return failure?.kind === 'token-needed' ? l10n.t('token needed') : l10n.t('no answer');
}

function stateDescription(snapshot: EnvironmentSnapshot, now: number): string {
  const overall = overallOf(snapshot);
  const names = failing(snapshot).map(({ key }) => serviceName(key));
  if (overall === 'degraded' || overall === 'error') {
    return names.length > 0 ? `${overallWord(overall)}: ${names.join(', ')}` : overallWord(overall);
  }
  if (overall === 'ok' && serviceViews(snapshot).length === 0) return l10n.t('reports no services');
  if (overall !== 'unknown') return overallWord(overall);
  // What is configured is no address: how old the last report is, of wherever it came from, is beside the point.
  if (snapshot.failure?.kind === 'bad-address') return l10n.t('bad address');
  return [whyUnknown(snapshot), ageText(snapshot, now)].filter(Boolean).join(' · ');
}
