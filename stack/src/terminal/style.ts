import { styleText } from 'node:util';

export type Format = Parameters<typeof styleText>[0];

/** Text in colour or weight, where standard output is a terminal that shows it and NO_COLOR is not set. */
export function paint(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}
