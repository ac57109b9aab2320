import { text } from 'node:stream/consumers';
import { startPageServer } from './page-server.ts';

/** Lets tests inside the extension host ask for what only the outside can do, and say how they went. */
export interface ControlServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Deeds by name; what they return is answered as JSON. */
export type Deeds = Readonly<Record<string, (argument: unknown) => unknown>>;

export async function startControlServer(deeds: Deeds): Promise<ControlServer> {
  const server = await startPageServer((request, response) => {
    const answer = async () => {
      const body = await text(request);
      const deed = deeds[(request.url ?? '').slice(1)];
      if (!deed) throw new Error(`There is no deed ${request.url}`);
      return JSON.stringify((await deed(body === '' ? undefined : JSON.parse(body))) ?? null);
    };
    answer().then(
      (answered) => response.end(answered),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  return { url: server.origin, stop: server.stop };
}
