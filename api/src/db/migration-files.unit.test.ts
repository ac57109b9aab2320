import assert from 'node:assert/strict';
import { createTestDirectory } from '../test-support/directories.ts';
import { type MigrationFiles, migrationsDirectory, readMigrationFiles } from './migration-files.ts';

async function readFiles(files: Readonly<Record<string, string>>): Promise<MigrationFiles> {
  const directory = await createTestDirectory(files);
  try {
    return await readMigrationFiles(directory.path);
  } finally {
    await directory.remove();
  }
}

async function checksum(sql: string): Promise<string | undefined> {
  return (await readFiles({ '0001_a.sql': sql })).files[0]?.checksum;
}

async function isInTransaction(sql: string): Promise<boolean | undefined> {
  return (await readFiles({ '0001_a.sql': sql })).files[0]?.transaction;
}

describe('readMigrationFiles', () => {
  it("finds nothing wrong with the API's own", async () => {
    const { files, problems } = await readMigrationFiles(migrationsDirectory);
    assert.deepEqual(problems, []);
    assert(files.length > 0);
  });

  it('reads them in order, whatever the directory says', async () => {
    const { files, problems } = await readFiles({ '0002_b_c.sql': 'b', '0001_a.sql': 'a', '.keep': '' });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      files.map(({ id, name, sql }) => [id, name, sql]),
      [
        [1, '0001_a.sql', 'a'],
        [2, '0002_b_c.sql', 'b'],
      ],
    );
  });

  it('has the same checksum for every kind of line ends, and another for another text', async () => {
    const unix = await checksum('a\nb\n');
    assert.equal(await checksum('a\r\nb\r\n'), unix);
    assert.equal(await checksum('\uFEFFa\rb\r'), unix);
    assert.notEqual(await checksum('a\nb'), unix);
  });

  it('takes the opt-out only from the comments at the head', async () => {
    assert.equal(await isInTransaction('SELECT 1;'), true);
    assert.equal(await isInTransaction('-- migrate: no-transaction\nSELECT 1;'), false);
    assert.equal(await isInTransaction('\n-- Why.\n--migrate:no-transaction\r\nSELECT 1;'), false);
    assert.equal(await isInTransaction('SELECT 1;\n-- migrate: no-transaction\n'), true);
    assert.equal(await isInTransaction('-- not migrate: no-transaction\nSELECT 1;'), true);
  });

  for (const name of [
    '1_a.sql',
    '0001-a.sql',
    '0001_A.sql',
    '0001_a.SQL',
    '0001_.sql',
    '0001_a.sql.orig',
    'README.md',
  ]) {
    it(`refuses the name ${name}`, async () => {
      const { problems } = await readFiles({ [name]: 'SELECT 1' });
      assert.deepEqual(problems, [`${name} is not named like a migration: NNNN_lower_case_words.sql`]);
    });
  }

  it('refuses a gap', async () => {
    const { problems } = await readFiles({ '0001_a.sql': '', '0003_c.sql': '' });
    assert.deepEqual(problems, ['0003_c.sql leaves a gap: 0002_….sql should come before it']);
  });

  it('refuses to begin with another number than 1', async () => {
    const { problems } = await readFiles({ '0000_a.sql': '' });
    assert.deepEqual(problems, ['0000_a.sql leaves a gap: 0001_….sql should come before it']);
  });

  it('refuses a number that two files have', async () => {
    const { problems } = await readFiles({ '0001_a.sql': '', '0001_b.sql': '', '0002_c.sql': '' });
    assert.deepEqual(problems, ['0001_b.sql has the same number as 0001_a.sql: give one of them the next free number']);
  });
});
