import assert from 'node:assert/strict';
import { HttpProblem } from './problem.ts';
import { noneMatchNames, parseIfMatch } from './entity-tags.ts';

const parsed: Readonly<Record<string, '*' | readonly string[]>> = {
  '"3"': ['"3"'],
  ' "3" ': ['"3"'],
  '"3", "4"': ['"3"', '"4"'],
  '"3",,"4" ,': ['"3"', '"4"'],
  '"a,b"': ['"a,b"'],
  '""': ['""'],
  '*': '*',
  'W/"3"': [],
  'W/"3", "4"': ['"4"'],
};

describe('parseIfMatch', () => {
  for (const [value, expected] of Object.entries(parsed)) {
    it(`reads ${value}`, () => assert.deepEqual(parseIfMatch(value), expected));
  }

  for (const value of ['', ',', '3', '"3', '3"', '"3" "4"', '"3", 4', 'w/"3"', '*, "3"', '"a b"']) {
    it(`refuses ${JSON.stringify(value)}, and says what it should be`, () => {
      assert.throws(
        () => parseIfMatch(value),
        (error: unknown) => {
          assert(error instanceof HttpProblem);
          assert.equal(error.code, 'bad-request');
          assert.match(error.message, /If-Match must be the ETag of a version, such as "3", or \*/);
          return true;
        },
      );
    });
  }

  it('is not slow on long nonsense', () => {
    // By the square of its length, it would take minutes.
    assert.throws(() => parseIfMatch(`${' '.repeat(500_000)}x`));
    assert.throws(() => parseIfMatch(`${'"a",'.repeat(500_000)}x`));
  });
});

describe('noneMatchNames', () => {
  it('compares strong and weak tags alike', () => {
    assert(noneMatchNames('"3"', '"3"'));
    assert(noneMatchNames('W/"3"', '"3"'));
    assert(noneMatchNames('"1", W/"3"', '"3"'));
    assert(noneMatchNames('*', '"3"'));
  });

  it('does not find what is not there', () => {
    for (const value of [undefined, '"4"', '3', '"33"', 'nonsense']) assert(!noneMatchNames(value, '"3"'), value);
  });
});
