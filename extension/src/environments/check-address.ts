import { ConnectionFailure } from '../connection/failure.ts';
import { l10n } from '../common/l10n.ts';
import { shownAddress } from './described-value.ts';
import type { Addresses } from './environment.ts';

/**
 * An address as it may be asked: HTTP or HTTPS, without credentials, which would show in every display.
 * @param setting where it comes from, for the message
 * @throws ConnectionFailure for anything else
 */
export function checkAddress(text: string, setting: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  const message = l10n.t(
    '{0} is “{1}”, which is not an address such as http://localhost:4000: it has to begin with http:// or https://, and to hold no user name',
    setting,
    shownAddress(text),
  );
  throw new ConnectionFailure('bad-address', message);
}

/**
 * Where a frontend is, or why that is not known, which is no reason not to ask the API.
 * @param find throws a ConnectionFailure where what is configured is no address
 */
export function frontendAddress(find: () => string | undefined): Pick<Addresses, 'frontend' | 'frontendProblem'> {
  try {
    return { frontend: find() };
  } catch (error) {
    if (error instanceof ConnectionFailure) return { frontend: undefined, frontendProblem: error };
    throw error;
  }
}
