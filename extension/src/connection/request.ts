import { ConnectionFailure } from './failure.ts';
import type { Source } from './source.ts';
import { l10n } from '../common/l10n.ts';

/**
 * Starts a request to an API. Redirects are not followed: they would take the token, and the trust in the address
 * that was configured, elsewhere.
 * @throws ConnectionFailure where the answer is a redirect or asks for a token; what fetch throws
 */
export async function request(
  { api, token }: Pick<Source, 'api' | 'token'>,
  path: string,
  { accept, signal }: { accept: string; signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(new URL(path, api), {
    headers: { accept, 'accept-encoding': 'identity', ...(token && { authorization: `Bearer ${token}` }) },
    redirect: 'manual',
    signal,
  });
  const refuse = async (failure: ConnectionFailure) => {
    await response.body?.cancel().catch(() => undefined);
    return failure;
  };
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw await refuse(
      new ConnectionFailure('redirect', l10n.t('it redirects to another address, which is not followed')),
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw await refuse(
      token
        ? new ConnectionFailure('token-refused', l10n.t('it refuses the stored token (status {0})', response.status))
        : new ConnectionFailure('token-needed', l10n.t('it asks for a token (status {0})', response.status)),
    );
  }
  return response;
}
