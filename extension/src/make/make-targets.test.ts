import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listTargets } from './make-targets.ts';

describe('the targets of a Makefile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'targets-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('are those with a rule, also an included one, and nothing is made', async () => {
    const makefile = [
      'name := value',
      '.PHONY: dev down',
      'include more.mk',
      'dev: ## Start',
      '\t@touch made',
      'down: missing-file',
      '\t@touch made',
      '%.o: %.c',
      '\t@touch made',
    ];
    await writeFile(join(folder, 'Makefile'), makefile.join('\n'));
    await writeFile(join(folder, 'more.mk'), 'snapshot-delete:\n\t@touch made\n');
    const targets = await listTargets(folder);
    assert.deepEqual([...targets].toSorted(), ['dev', 'down', 'snapshot-delete']);
  });

  it('are none where there is no Makefile', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'targets-'));
    assert.equal((await listTargets(empty)).size, 0);
    await rm(empty, { recursive: true });
  });
});
