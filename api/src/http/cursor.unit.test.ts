import assert from 'node:assert/strict';
import { InvalidCursorError } from '../errors.ts';
import { decodeCursor, encodeCursor, lastPosition } from './cursor.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const bad: Readonly<Record<string, string>> = {
  'not base64': '!!!',
  'not JSON': 'abcd',
  'a cursor with padding': `${encodeCursor('1')}==`,
  'a cursor cut short': encodeCursor('12345').slice(0, -2),
  'an empty object': encode({}),
  'a number instead of a text': encode({ before: 5 }),
  zero: encode({ before: '0' }),
  'a negative position': encode({ before: '-1' }),
  'a leading zero': encode({ before: '01' }),
  'a fraction': encode({ before: '1.5' }),
  'more than a bigint holds': encode({ before: String(lastPosition + 1n) }),
  SQL: encode({ before: "1'; DROP TABLE tasks" }),
  'another field': encode({ before: '1', after: '2' }),
  'other spelling of the same JSON': Buffer.from('{ "before": "1" }').toString('base64url'),
  null: encode(null),
};

describe('a cursor', () => {
  for (const position of ['1', '42', String(lastPosition)]) {
    it(`stands for position ${position}`, () => assert.equal(decodeCursor(encodeCursor(position)), position));
  }

  it('can stand in a URL as it is', () => assert.match(encodeCursor(String(lastPosition)), /^[\w-]+$/));

  for (const [what, cursor] of Object.entries(bad)) {
    it(`is refused, and named, when it is ${what}`, () => {
      assert.throws(
        () => decodeCursor(cursor),
        (error: unknown) => {
          assert(error instanceof InvalidCursorError);
          assert(error.message.includes(cursor));
          return true;
        },
      );
    });
  }

  it('goes on with the list that it was made for, and no other', () => {
    assert.equal(decodeCursor(encodeCursor('7', 'open'), 'open'), '7');
    for (const [made, asked] of [
      ['open', 'done'],
      ['open', undefined],
      [undefined, 'open'],
    ]) {
      assert.throws(() => decodeCursor(encodeCursor('7', made), asked), /belongs to a list with another filter/);
    }
  });
});
