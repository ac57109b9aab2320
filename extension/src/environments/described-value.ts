import { l10n } from '../common/l10n.ts';
import { plainText } from '../common/plain-text.ts';

const maxLength = 80;

/** An address, or what was meant to be one, without what may be a secret: credentials, and a query. */
export function shownAddress(text: string): string {
  return plainText(text.replace(/[^/\s]*@/, '…@').replace(/\?.*$/s, '?…'), maxLength);
}

/** The value of a setting for a message. Of what has parts no more than their names, as one may be a secret. */
export function describedValue(value: unknown): string {
  if (typeof value === 'string') return `“${shownAddress(value)}”`;
  if (Array.isArray(value)) return l10n.t('a list');
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return l10n.t('an empty object');
  return l10n.t('an object with {0}', plainText(keys.join(', '), maxLength));
}
