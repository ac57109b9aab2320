import type { IncomingMessage } from 'node:http';

/** The path of a request, without its query; also of the absolute form that clients of proxies send. */
export function requestPath(req: IncomingMessage & { readonly originalUrl?: string }): string {
  // Express cuts off of `url` where a router is mounted.
  const url = req.originalUrl ?? req.url ?? '/';
  if (!url.startsWith('/')) return URL.parse(url)?.pathname ?? url;
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
