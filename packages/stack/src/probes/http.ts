import { get } from 'node:http';

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  /** The media type, without parameters; empty where there is none. */
  readonly type: string;
  readonly body: string;
}

/**
 * Gets a URL.
 * @returns undefined when there is no whole answer within the deadline
 */
export function httpAnswer(url: string, deadlineMs: number, headers: Record<string, string> = {}) {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer | undefined>();
  const request = get(url, { agent: false, headers, signal: AbortSignal.timeout(deadlineMs) }, (response) => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (body += chunk));
    const type = (response.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    response.once('end', () => resolve({ status: response.statusCode ?? 0, type, body }));
    response.once('error', () => resolve(undefined));
  });
  request.once('error', () => resolve(undefined));
  return promise;
}

const moduleType = 'text/javascript';

/**
 * Whether Vite serves the application's modules. Its page alone says little: it answers also where no module can be read, as
 * in a folder whose path it cannot put into a URL, and every other path then answers with the page as well.
 * @param origin of the development server
 * @returns what is wrong, in words that follow the service's name; undefined when nothing is
 */
export async function moduleGraphFault(origin: string, deadlineMs = 10_000): Promise<string | undefined> {
  const client = await httpAnswer(`${origin}/@vite/client`, deadlineMs);
  if (!client) return 'does not answer';
  if (client.status !== 200 || client.type !== moduleType) {
    return `serves no modules: /@vite/client is ${client.type || 'nothing'} with status ${client.status}`;
  }
  const main = await httpAnswer(`${origin}/src/main.tsx`, deadlineMs);
  if (main?.status === 200 && main.type === moduleType) return undefined;
  return `cannot compile src/main.tsx (status ${main?.status ?? 'none'}): make logs SERVICE=frontend shows why`;
}

/** Whether Vite is up, and serves modules; that one of them has a mistake is for the page and its health to say. */
export async function servesModules(origin: string): Promise<boolean> {
  const client = await httpAnswer(`${origin}/@vite/client`, 10_000);
  return client?.status === 200 && client.type === moduleType;
}
