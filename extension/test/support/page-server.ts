import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of a test's own. */
export interface PageServer {
  readonly origin: string;
  readonly port: number;
  /** Paths asked for so far, with their methods. */
  readonly requests: readonly string[];
  /** Listens again, on the port it had. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param listener answers; an empty page, if it is left out */
export async function startPageServer(
  listener: RequestListener = (_request, response) => response.end(),
): Promise<PageServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  const listen = async (on: number) => {
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  // oxlint-disable-next-line no-unsafe-type-assertion -- A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    start: () => listen(port),
    stop: async () => {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
