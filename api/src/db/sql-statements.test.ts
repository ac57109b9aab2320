import assert from 'node:assert/strict';
import { splitStatements } from './sql-statements.ts';

const texts = (sql: string): string[] => splitStatements(sql).map(({ text }) => text);

/** Each of these is one statement, whatever semicolons it holds. */
const whole: Readonly<Record<string, string>> = {
  'a string': `SELECT 'a;b', 'it''s; fine'`,
  'a string that ends with a backslash': String.raw`SELECT 'a\', ';'`,
  'an escape string': String.raw`SELECT E'it\'s;'`,
  'a quoted name': `SELECT 1 AS "a;""b"`,
  'a dollar-quoted body': 'DO $$ BEGIN PERFORM 1; END $$',
  'a tagged body that quotes another': 'DO $a$ BEGIN EXECUTE $$SELECT 1;$$; END $a$',
  'a line comment': 'SELECT 1 -- not here; really\n + 1',
  'a nested comment': 'SELECT 1 /* a; /* b; */ c; */ + 1',
  'a rule': 'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)',
  'a function with an atomic body':
    'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
  'a procedure with an atomic body': 'CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END',
  'a name with a dollar': 'SELECT a$b$c FROM t',
  'a name that is not ASCII': 'SELECT größe FROM tür',
};

describe('splitStatements', () => {
  it('splits at semicolons and keeps where each statement begins', () => {
    assert.deepEqual(splitStatements('SELECT 1;\n\n  SELECT 2 ;'), [
      { text: 'SELECT 1', offset: 0 },
      { text: 'SELECT 2', offset: 13 },
    ]);
  });

  it('begins a statement at its first word, not at the comment before it', () => {
    assert.deepEqual(splitStatements('-- why\n/* how */ SELECT 1'), [{ text: 'SELECT 1', offset: 17 }]);
  });

  it('finds nothing in blanks and comments', () => assert.deepEqual(splitStatements(' ;; -- a\n/* b */ ;'), []));

  for (const [what, sql] of Object.entries(whole)) {
    it(`keeps ${what} whole`, () => assert.deepEqual(texts(`${sql};\nSELECT 'next';`), [sql, `SELECT 'next'`]));
  }

  it('does not take BEGIN of a transaction for a body', () => {
    assert.deepEqual(texts('BEGIN; SELECT 1; END;'), ['BEGIN', 'SELECT 1', 'END']);
  });

  for (const sql of [`SELECT 'a; b`, 'SELECT "a; b', 'DO $$ a; b', 'SELECT 1 /* a; b']) {
    it(`takes what is not ended to the end: ${sql}`, () => assert.deepEqual(texts(sql), [sql]));
  }
});
