import { ConnectionFailure, type FailureKind } from './failure.ts';
import { l10n } from '../common/l10n.ts';

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
  const message = kind === 'not-understood' ? l10n.t('what answers is no HTTP server') : l10n.t('the request failed');
  return code === '' ? message : `${message} (${code})`;
}

/**
 * What a failed request comes down to. Only the code of a foreign error is taken over, never its message, which a
 * server may have written.
 */
export function failureOf(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  const code = codeOf(error);
  const kind = kindOf(code);
  return new ConnectionFailure(kind, messageOf(kind, code), { cause: error });
}
