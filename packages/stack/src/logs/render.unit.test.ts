import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { renderLogText } from './render.ts';

const render = (value: unknown) => stripVTControlCharacters(renderLogText(JSON.stringify(value)));

describe('rendering a line of a log', () => {
  it('makes a record level, message and fields', () => {
    const record = { level: 'info', time: '2026-01-01T00:00:00.000Z', port: 4000, path: 'a b', msg: 'Listening' };
    assert.equal(render(record), 'INFO  Listening port=4000 path="a b"');
  });

  it("puts an error's stack below", () => {
    const record = { level: 'error', msg: 'Failed', err: { message: 'no', stack: 'Error: no\n    at x' } };
    assert.equal(render(record), 'ERROR Failed\nError: no\n    at x');
  });

  it('leaves other text, and other JSON, as it is', () => {
    for (const text of ['LOG:  ready', '{"a":1}', '{broken', '']) assert.equal(renderLogText(text), text);
  });
});
