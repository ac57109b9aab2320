import { randomUUID } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { problemMediaType, problemType, type Problem } from '@app/contract/problem';
import type { ProxyOptions } from 'vite';

/** The paths that belong to the API; everything else is the application's own. */
const apiPaths = String.raw`^/(?:api|auth|health|docs|openapi\.json)(?:[/?]|$)`;

/** Milliseconds without a byte from the API after which a request is given up. */
const silenceMs = 30_000;

/** Milliseconds in which the same failure is not logged again. */
const quietMs = 5_000;

function awayProblem(apiUrl: string, path: string, reason: string): Problem {
  return {
    type: problemType('unavailable'),
    title: 'The API cannot be reached',
    status: 502,
    detail: `The development server found no API at ${apiUrl} (${reason}). Start it with "make dev", or look at its log with "make logs SERVICE=api".`,
    instance: path,
    id: randomUUID(),
  };
}

function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/**
 * Passes the API's paths on to it, streams included, so that a browser sees one origin as in production.
 * While the API is away they are answered with 502 problem+json, and the log has one line instead of a stack each.
 * @param apiUrl origin of the API
 * @param log takes one line
 * @param reported is told of each error that has been dealt with here
 */
export function apiProxy(
  apiUrl: string,
  log: (line: string) => void,
  reported: (error: Error) => void,
): Record<string, ProxyOptions> {
  let lastLine = '';
  let lastAt = 0;
  const logOnce = (line: string) => {
    const now = Date.now();
    if (line === lastLine && now - lastAt < quietMs) return;
    lastLine = line;
    lastAt = now;
    log(line);
  };
  return {
    [apiPaths]: {
      target: apiUrl,
      changeOrigin: true,
      xfwd: true,
      proxyTimeout: silenceMs,
      configure: (proxy) => {
        proxy.on('error', (error, request, response) => {
          reported(error);
          logOnce(`API away: ${reasonOf(error)} at ${apiUrl}`);
          if (!(response instanceof ServerResponse) || response.headersSent) return;
          const problem = awayProblem(apiUrl, request.url?.split('?')[0] ?? '/', reasonOf(error));
          response.writeHead(502, { 'content-type': problemMediaType, 'cache-control': 'no-store' });
          response.end(JSON.stringify(problem));
        });
        // The proxy leaves the browser waiting when the API dies in the middle of an answer, as it does on a stream.
        proxy.on('proxyRes', (answer, _request, response) => {
          answer.on('close', () => {
            if (!answer.complete) response.destroy();
          });
        });
      },
    },
  };
}
