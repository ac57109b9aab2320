import { ConnectionFailure } from '../connection/failure.ts';
import { l10n } from '../common/l10n.ts';

/**
 * An address as it may be asked: HTTP or HTTPS, without credentials, which would show in every display.
 * @param setting where it comes from, for the message
 * @throws ConnectionFailure for anything else
 */
export function checkAddress(text: string, setting: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw new ConnectionFailure('bad-address', l10n.t('{0} is not an address such as http://localhost:4000', setting));
}
