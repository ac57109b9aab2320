import { setTimeout as sleep } from 'node:timers/promises';
import { healthPaths } from '@zero-to-running/contract/health';
import { healthEventName, healthHeartbeatMs, healthStaleAfterMs } from '@zero-to-running/contract/health-stream';
import { createParser } from 'eventsource-parser';
import { ConnectionFailure } from './failure.ts';
import { limits } from './limits.ts';
import { request } from './request.ts';
import type { Source } from './source.ts';
import { l10n } from '../common/l10n.ts';

const eventStream = 'text/event-stream';

async function open(source: Source, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const response = await request(source, healthPaths.stream, { accept: eventStream, signal });
  if (response.ok && response.body && response.headers.get('content-type')?.startsWith(eventStream)) {
    return response.body;
  }
  await response.body?.cancel().catch(() => undefined);
  throw new ConnectionFailure('status', l10n.t('it has no stream of reports (status {0})', response.status));
}

/**
 * The data of each report of the stream, as text. Of many that come at once only the last is given, and the next is
 * not read before some time has passed: who sends faster is slowed down by his own full buffers.
 * @throws ConnectionFailure where it falls silent, sends too much without a report, or ends; what fetch throws
 */
export async function* readStream(source: Source, signal: AbortSignal): AsyncGenerator<string> {
  const silence = new AbortController();
  const silent = () => silence.abort(new ConnectionFailure('timeout', l10n.t('it says nothing any more')));
  // The first report comes at once, or not at all.
  let timer = setTimeout(silent, healthHeartbeatMs);
  let latest: string | undefined;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === healthEventName) latest = data;
    },
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  try {
    const body = await open(source, AbortSignal.any([signal, silence.signal]));
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > limits.answerBytes)
        throw new ConnectionFailure('too-large', l10n.t('it sends more than a report can be'));
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (latest === undefined) continue;
      clearTimeout(timer);
      yield latest;
      latest = undefined;
      bytes = 0;
      await sleep(limits.reportIntervalMs, undefined, { signal });
      timer = setTimeout(silent, healthStaleAfterMs);
    }
    throw new ConnectionFailure('closed', l10n.t('it closed the stream'));
  } finally {
    clearTimeout(timer);
  }
}
