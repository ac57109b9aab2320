import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { type HealthAnswer, healthAnswerSchema } from '@zero-to-running/health/contract/report';
import { eventually } from '../../src/test-support/eventually.ts';

/** A reader of the health stream. */
export interface EventReader {
  readonly response: IncomingMessage;
  readonly events: readonly HealthAnswer[];
  readonly ended: boolean;
  /** Waits for an event that fits, among those to come and those that came. */
  event(what: string, fits: (answer: HealthAnswer) => boolean): Promise<void>;
  close(): void;
}

function parseEvents(text: string): HealthAnswer[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => block.startsWith('event: report\n'))
    .map((block) => healthAnswerSchema.parse(JSON.parse(block.slice('event: report\ndata: '.length))));
}

export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const request = get(url, { agent: false, headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  let text = '';
  let ended = false;
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  response.on('error', () => {});
  response.on('close', () => {
    ended = true;
  });
  return {
    response,
    get events() {
      return parseEvents(text);
    },
    get ended() {
      return ended;
    },
    async event(what, fits) {
      await eventually(what, () => parseEvents(text).some(fits));
    },
    close() {
      request.destroy();
    },
  };
}

/** Waits for the end of a reader's stream. */
export async function end({ response }: EventReader): Promise<void> {
  if (!response.closed) await once(response, 'close');
}
