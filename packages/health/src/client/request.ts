import * as z from 'zod/mini';
import { ConnectionFailure, type ServerProblem } from './failure.ts';
import { l10n } from '../words/l10n.ts';
import { plainText } from '../words/plain-text.ts';

/** What a server may send at most; the real ones stay a hundred times below. */
export const limits = {
  /** Bytes of one answer, or of the stream between two reports. */
  answerBytes: 1024 * 1024,
  /** Services of one report that are shown. */
  services: 50,
  /** Characters of a name, a version or a platform. */
  textLength: 80,
  /** Characters of what a server says of its failure. */
  detailLength: 300,
  /** Milliseconds for one answer as a whole. */
  answerMs: 5_000,
  /** Milliseconds between two reports that are taken notice of. */
  reportIntervalMs: 100,
} as const;

/** Where an API is, and the token that shows details if it asks for one. */
export interface Source {
  /** Origin, such as http://localhost:4000 */
  readonly api: string;
  /** Address of the frontend, which is probed; undefined where there is none to probe. */
  readonly frontend: string | undefined;
  /** Why it is not known where the frontend is. */
  readonly frontendProblem?: ConnectionFailure;
  readonly token: string | undefined;
  /**
   * Whether who answers is known to be who was meant; always, where it is left out.
   * @param stack the name that it gives itself
   * @throws ConnectionFailure where it is another
   */
  readonly recognises?: (stack: string | undefined) => boolean;
}

/**
 * Looked up at each attempt to connect, so that a stack that comes back on another port is found.
 * @throws ConnectionFailure where there is none to ask
 */
export type FindSource = () => Promise<Source>;

/** The pieces of a body as they come. Leaving the loop cancels the body, and so closes the connection. */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Not every browser can iterate over a stream by itself.
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function readBounded(response: Response): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (!body) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of chunksOf(body)) {
    bytes += chunk.byteLength;
    if (bytes > limits.answerBytes) {
      throw new ConnectionFailure('too-large', l10n.t('it sends more than {0} kB', limits.answerBytes / 1024));
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const problemSchema = z.object({ title: z.string(), detail: z.string() });

/** What an answer says of its failure, if it does (RFC 9457); its body is read or given up. */
async function problemOf(response: Response): Promise<ServerProblem | undefined> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) {
    await response.body?.cancel().catch(() => undefined);
    return undefined;
  }
  try {
    const { title, detail } = problemSchema.parse(JSON.parse(await readBounded(response)));
    return { title: plainText(title, limits.textLength), detail: plainText(detail, limits.detailLength) };
  } catch {
    return undefined;
  }
}

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
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel().catch(() => undefined);
    throw new ConnectionFailure('redirect', l10n.t('it redirects to another address, which is not followed'));
  }
  if (response.status === 401 || response.status === 403) {
    const problem = await problemOf(response);
    throw token
      ? new ConnectionFailure('token-refused', l10n.t('it refuses the stored token (status {0})', response.status), {
          problem,
        })
      : new ConnectionFailure('token-needed', l10n.t('it asks for a token (status {0})', response.status), { problem });
  }
  return response;
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
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  if (isProblem || (!response.ok && response.status !== 503)) {
    const problem = await problemOf(response);
    throw new ConnectionFailure(
      'status',
      l10n.t('it answers with status {0} at {1}', response.status, `${source.api}${path}`),
      { problem },
    );
  }
  const text = await readBounded(response);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw new ConnectionFailure('not-understood', l10n.t('its answer is not JSON'), { cause: error });
  }
}
