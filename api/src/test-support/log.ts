import pino, { type Logger } from 'pino';
import { type ConnectionLog, createConnectionLog } from '../log.ts';

/** A logger whose lines a test can look at. */
export interface CapturedLog {
  readonly log: Logger;
  readonly lines: Record<string, unknown>[];
  /** The messages so far, without their fields. */
  readonly messages: unknown[];
}

export function captureLog(): CapturedLog {
  const lines: Record<string, unknown>[] = [];
  const messages: unknown[] = [];
  const write = (text: string): void => {
    const line: Record<string, unknown> = JSON.parse(text);
    lines.push(line);
    messages.push(line['msg']);
  };
  return { log: pino({ level: 'debug', base: null }, { write }), lines, messages };
}

/** For tests that do not look at the log. */
export const silentLog: Logger = pino({ enabled: false });

/** For tests that do not look at what is said of connections. */
export const silentConnectionLog: ConnectionLog = createConnectionLog(silentLog, 'service');
