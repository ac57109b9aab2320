/** A line of a log file: when it came, and what it says. */
export interface LogLine {
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string;
  readonly text: string;
}

/** Lines of all services begin with their time, so that they can be merged. */
export function formatLine({ time, text }: LogLine): string {
  return `${time} ${text}\n`;
}

const timeLength = '2026-01-01T00:00:00.000Z'.length;

/** A line without a time, as in a file that was edited, keeps its text. */
export function parseLine(line: string): LogLine {
  const time = line.slice(0, timeLength);
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time)) return { time: '', text: line };
  return { time, text: line.slice(timeLength + 1) };
}

/** A line this long without an end is taken for one, so that memory stays bounded. */
const maxLength = 64 * 1024;

/** Makes whole lines of pieces of text. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.#rest.length > maxLength) this.end();
  }

  /** Takes what has no line end yet as a line. */
  end(): void {
    if (this.#rest !== '') this.#onLine(this.#rest);
    this.#rest = '';
  }
}
