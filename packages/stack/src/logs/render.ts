import { z } from 'zod';
import { paint, type Format } from '../terminal/format.ts';

const formats: Readonly<Record<string, Format>> = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
};

/** Fields of a record that say nothing here: its time stands before it, and the rest is the same in all. */
const omitted = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err']);

const recordSchema = z.looseObject({ level: z.string() });

function parseRecord(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value);
}

/** An error's stack begins with its message; without one, the message has to do. */
function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('stack' in error && typeof error.stack === 'string') return error.stack;
  return 'message' in error ? String(error.message) : '';
}

/**
 * A line of a log for a person: a record of pino, which is JSON, becomes level, message and fields; everything else
 * stays as it is. An error's stack follows on lines of its own.
 */
export function renderLogText(text: string): string {
  const record = parseRecord(text);
  if (!record) return text;
  const level = String(record.level);
  const fields = Object.entries(record)
    .filter(([name]) => !omitted.has(name))
    .map(([name, value]) => `${name}=${show(value)}`);
  const message = typeof record.msg === 'string' ? record.msg : '';
  const line = [paint(formats[level] ?? 'dim', level.toUpperCase().padEnd(5)), message, paint('dim', fields.join(' '))]
    .filter(Boolean)
    .join(' ');
  const error = errorText(record.err);
  return error === '' ? line : `${line}\n${error}`;
}
