import { setTimeout as sleep } from 'node:timers/promises';

/** What became of the requests of a load. */
export interface LoadResult {
  readonly answers: number;
  /** Answers that are neither a success nor "not now". */
  readonly wrong: readonly string[];
  readonly slowestMs: number;
}

async function ask(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  await response.arrayBuffer();
  return String(response.status);
}

/** Asks for a URL over and over, from several sides at once, until it is told to stop. */
export function startLoad(url: string, clients = 8): { stop(): Promise<LoadResult> } {
  const controller = new AbortController();
  let answers = 0;
  let slowestMs = 0;
  const wrong: string[] = [];
  const client = async () => {
    while (!controller.signal.aborted) {
      const start = performance.now();
      const outcome = await ask(url).catch((error: unknown) => String(error));
      answers += 1;
      slowestMs = Math.max(slowestMs, performance.now() - start);
      if (!['200', '502', '503'].includes(outcome)) wrong.push(outcome);
      await sleep(10);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    async stop() {
      controller.abort();
      await running;
      return { answers, wrong, slowestMs };
    },
  };
}
