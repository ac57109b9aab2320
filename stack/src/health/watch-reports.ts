import { setTimeout as sleep } from 'node:timers/promises';
import { healthAnswerSchema, healthPaths, type HealthAnswer } from '@zero-to-running/contract/health';
import { healthEventName, healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { fetchFailure, healthHeaders, type HealthSource } from './read-report.ts';

/** Something new to show: a report, or the reason why none comes. */
export type HealthNews = { readonly report: HealthAnswer } | { readonly lost: string };

const firstDelayMs = 250;
const maxDelayMs = 5_000;

function parseReport(data: string): HealthAnswer | undefined {
  try {
    return healthAnswerSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** One connection to the stream; cut off when it says nothing for as long as makes a report stale. */
async function* readStream(source: HealthSource, signal: AbortSignal): AsyncGenerator<HealthAnswer> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('it says nothing any more')), healthStaleAfterMs);
  try {
    const response = await fetch(source.url + healthPaths.stream, {
      headers: { accept: 'text/event-stream', ...healthHeaders(source) },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || !response.body) throw new Error(`it answers with status ${response.status}`);
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const { event, data } of events) {
      timer.refresh();
      const report = event === healthEventName ? parseReport(data) : undefined;
      if (report) yield report;
    }
    throw new Error('it closed the stream');
  } finally {
    clearTimeout(timer);
  }
}

/** Reports as they come, through losses of the connection, until the signal is aborted. */
export async function* watchReports(source: HealthSource, signal: AbortSignal): AsyncGenerator<HealthNews> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      for await (const report of readStream(source, signal)) {
        attempt = 0;
        yield { report };
      }
    } catch (error) {
      if (signal.aborted) return;
      yield { lost: fetchFailure(error) };
    }
    const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
    await sleep(ceiling * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
