import { sleep } from './back-off.ts';
import { createParser } from 'eventsource-parser';
import { healthPaths } from '../contract/report.ts';
import { healthEventName, healthHeartbeatMs, healthStaleAfterMs } from '../contract/protocol.ts';
import { ConnectionFailure } from './failure.ts';
import { chunksOf, limits, request, type Source } from './request.ts';
import { l10n } from '../words/l10n.ts';

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
  const silent = () => silence.abort(new ConnectionFailure('timeout', l10n.t('it stopped sending')));
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
    for await (const chunk of chunksOf(body)) {
      bytes += chunk.byteLength;
      if (bytes > limits.answerBytes)
        throw new ConnectionFailure('too-large', l10n.t('it sends more than a report can be'));
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (latest === undefined) continue;
      clearTimeout(timer);
      yield latest;
      latest = undefined;
      bytes = 0;
      await sleep(limits.reportIntervalMs, signal);
      signal.throwIfAborted();
      timer = setTimeout(silent, healthStaleAfterMs);
    }
    throw new ConnectionFailure('closed', l10n.t('it closed the stream'));
  } finally {
    clearTimeout(timer);
  }
}
