import assert from 'node:assert/strict';
import { LineSplitter } from './log-line.ts';

function split(...pieces: string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines;
}

describe('splitting lines', () => {
  it('joins the pieces of a line, and takes the last one without its end', () => {
    assert.deepEqual(split('on', 'e\ntw', 'o\r\n\nfour'), ['one', 'two', '', 'four']);
  });

  it('never holds more than a bounded length', () => {
    const lines = split('x'.repeat(70_000), 'y\n');
    assert.deepEqual(
      lines.map(({ length }) => length),
      [70_000, 1],
    );
  });
});
