import assert from 'node:assert/strict';
import { excerpt } from './excerpt.ts';

const noise = Array.from({ length: 50 }, (_, index) => `working on ${index}`);

describe('the excerpt of a log', () => {
  it('begins shortly before the first sign of trouble', () => {
    const lines = excerpt([...noise, 'main.ts:3', 'const = 3;', '      ^', 'SyntaxError: Unexpected token', 'bye']);
    assert.deepEqual(lines.slice(-5), ['main.ts:3', 'const = 3;', '      ^', 'SyntaxError: Unexpected token', 'bye']);
    assert.ok(lines.length <= 14);
  });

  it('is the end where nothing looks like trouble', () => {
    assert.deepEqual(excerpt(noise, 3), noise.slice(-3));
  });

  it('leaves out the depth of stacks, empty lines, and the watcher', () => {
    const stack = Array.from({ length: 20 }, (_, index) => `    at frame${index} (file.ts:1:1)`);
    const lines = excerpt(['[dev] main.ts was saved: restarting', 'Error: no', '', ...stack, 'end']);
    assert.deepEqual(lines, ['Error: no', ...stack.slice(0, 3), 'end']);
  });

  it('is empty for a service that said nothing', () => {
    assert.deepEqual(excerpt([]), []);
  });
});
