import { ConnectionFailure } from './failure.ts';
import { limits } from './limits.ts';
import { request } from './request.ts';
import type { Source } from './source.ts';
import { l10n } from '../common/l10n.ts';

async function readBounded(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  // Leaving the loop cancels the body, and so closes the connection.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > limits.answerBytes) {
      throw new ConnectionFailure('too-large', l10n.t('it sends more than {0} kB', limits.answerBytes / 1024));
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Asks for a JSON document, of which a 503 may be one: an unhealthy report is an answer like any other.
 * @throws ConnectionFailure, or what fetch throws
 */
export async function readJson(source: Pick<Source, 'api' | 'token'>, path: string, signal: AbortSignal) {
  const response = await request(source, path, {
    accept: 'application/json',
    signal: AbortSignal.any([signal, AbortSignal.timeout(limits.answerMs)]),
  });
  const text = await readBounded(response);
  if (!response.ok && response.status !== 503) {
    throw new ConnectionFailure(
      'status',
      l10n.t('it answers with status {0} at {1}', response.status, `${source.api}${path}`),
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw new ConnectionFailure('not-understood', l10n.t('its answer is not JSON'), { cause: error });
  }
}
