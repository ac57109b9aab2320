import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMigration } from './migrations.ts';

describe('a new migration', () => {
  let root: string;
  let directory: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'migration-'));
    directory = join(root, 'api/src/db/migrations');
    mkdirSync(directory, { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('has the next number, and says what it is for', () => {
    assert.equal(createMigration(root, 'tasks'), 'api/src/db/migrations/0001_tasks.sql');
    writeFileSync(join(directory, '0041_more.sql'), '');
    const path = createMigration(root, 'add_due_date');
    assert.equal(path, 'api/src/db/migrations/0042_add_due_date.sql');
    assert.match(readFileSync(join(root, path), 'utf8'), /^-- add due date: /);
  });

  it('is not made under a name that is none', () => {
    for (const name of ['', 'A', 'a b', '../x', 'a-b', '_a', 'a_', 'a__b', 'é', 'a.sql', 'a\n', 'x'.repeat(81)]) {
      assert.throws(() => createMigration(root, name), /not a valid migration name/, JSON.stringify(name));
    }
    assert.deepEqual(readdirSync(directory), []);
  });

  it('is not made beyond the last number', () => {
    writeFileSync(join(directory, '9999_last.sql'), '');
    assert.throws(() => createMigration(root, 'more'), /which is the maximum/);
  });
});
