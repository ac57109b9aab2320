import { l10n } from '../words/l10n.ts';

/** That the stack does not run, or not yet, which is no trouble. `foreign`: who answers is not who was meant. */
export type NotRunningKind = 'stopped' | 'starting' | 'foreign';

/** Why there is no report, as a closed set that a display can word. */
export type FailureKind =
  | NotRunningKind
  | 'refused'
  | 'timeout'
  | 'unresolved'
  | 'untrusted-certificate'
  | 'token-refused'
  | 'token-needed'
  | 'redirect'
  | 'status'
  | 'too-large'
  | 'not-understood'
  | 'bad-address'
  | 'closed'
  | 'unreachable'
  | 'unknown';

/** What a server says of a failure itself (RFC 9457): foreign text, for displays of its own origin only. */
export interface ServerProblem {
  readonly title: string;
  readonly detail: string;
}

interface FailureOptions extends ErrorOptions {
  readonly detail?: string | undefined;
  readonly problem?: ServerProblem | undefined;
}

/** No report came. The message is our own wording, except for numbers, and safe to show. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly kind: FailureKind;
  /** What a person has to know besides, as a sentence without its full stop. */
  readonly detail: string | undefined;
  readonly problem: ServerProblem | undefined;

  constructor(kind: FailureKind, message: string, options?: FailureOptions) {
    super(message, options);
    this.kind = kind;
    this.detail = options?.detail;
    this.problem = options?.problem;
  }
}

/** Whether it means that the stack does not run, or not yet, rather than that it fails. */
export function isNotRunning(
  failure: ConnectionFailure | undefined,
): failure is ConnectionFailure & { readonly kind: NotRunningKind } {
  return failure?.kind === 'stopped' || failure?.kind === 'starting' || failure?.kind === 'foreign';
}

const kinds: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'timeout',
  ENETUNREACH: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
};

const wording: Partial<Record<FailureKind, () => string>> = {
  refused: () => l10n.t('nothing listens there'),
  closed: () => l10n.t('it closed the connection'),
  unreachable: () => l10n.t('there is no connection to it'),
  unresolved: () => l10n.t('its host name does not resolve'),
  timeout: () => l10n.t('it does not answer in time'),
  'too-large': () => l10n.t('it sends more than a health report can be'),
  'untrusted-certificate': () => l10n.t('its certificate is not trusted'),
};

function codeOf(error: unknown): string {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    if (each instanceof AggregateError && each.errors.length > 0) return codeOf(each.errors[0]);
    if ('code' in each && typeof each.code === 'string') return each.code;
    if (each.name === 'TimeoutError') return 'ETIMEDOUT';
  }
  return '';
}

function kindOf(code: string): FailureKind {
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) return 'untrusted-certificate';
  if (/^HPE_|ERR_SSL|UND_ERR_(RESPONSE|INVALID)/.test(code)) return 'not-understood';
  return kinds[code] ?? 'unknown';
}

function messageOf(kind: FailureKind, code: string): string {
  const words = wording[kind];
  if (words) return words();
  const message =
    kind === 'not-understood' ? l10n.t('what answers is not an HTTP server') : l10n.t('the request failed');
  return code === '' ? message : `${message} (${code})`;
}

/**
 * What a failed request comes down to. Only the code of a foreign error is taken over, never its message, which a
 * server may have written.
 */
export function failureOf(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  const code = codeOf(error);
  // A browser says no more of a connection that it did not get.
  const isUnexplained = code === '' && error instanceof TypeError && error.cause === undefined;
  const kind = isUnexplained ? 'unreachable' : kindOf(code);
  return new ConnectionFailure(kind, messageOf(kind, code), { cause: error });
}

/** Why there is no report, as a sentence without its full stop. */
export function failureSentence({ kind, message }: Pick<ConnectionFailure, 'kind' | 'message'>): string {
  if (kind === 'not-understood') return l10n.t('The API’s answer is not understood: {0}', message);
  if (kind === 'token-refused' || kind === 'token-needed') return l10n.t('The API answers, but {0}', message);
  return l10n.t('The API does not answer: {0}', message);
}
