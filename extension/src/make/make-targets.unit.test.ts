import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMakefile, listTargets, namesTarget } from './make-targets.ts';
import { MakefileUnreadable, MakeOutOfBounds } from './run-make.ts';

describe('the targets of a Makefile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'targets-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('are those with a rule, also an included one, and nothing is made', async () => {
    const makefile = [
      'name := value',
      '$(warning *** this is old. Stop.)',
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

  it('are not known where make gives the Makefile up, which is told in make’s words', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'targets-'));
    for (const [makefile, complaint] of [
      ['doctor:\n\t@true\nthis is no rule\n', /^Makefile:3: \*\*\* missing separator/],
      ['$(error set STAGE first)\ndoctor:\n', /^Makefile:1: \*\*\* set STAGE first/],
      ['include missing.mk\ndoctor:\n', /No rule to make target 'missing.mk'/],
    ] as const) {
      await writeFile(join(broken, 'Makefile'), makefile);
      await assert.rejects(listTargets(broken), (error: unknown) => {
        assert.ok(error instanceof MakefileUnreadable);
        assert.match(error.message, complaint);
        return true;
      });
    }
    await rm(broken, { recursive: true });
  });

  it('are not known where reading the Makefile does not end', async () => {
    const hanging = await mkdtemp(join(tmpdir(), 'targets-'));
    await writeFile(join(hanging, 'Makefile'), 'x := $(shell sleep 600)\n');
    await assert.rejects(listTargets(hanging, 100), MakeOutOfBounds);
    await rm(hanging, { recursive: true });
  });

  it('are none where there is no Makefile', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'targets-'));
    assert.equal((await listTargets(empty)).size, 0);
    assert.equal(await findMakefile(empty), undefined);
    await writeFile(join(empty, 'makefile'), 'dev:\n');
    assert.equal(await findMakefile(empty), join(empty, 'makefile'));
    await rm(empty, { recursive: true });
  });
});

describe('a target that a Makefile names itself', () => {
  for (const [line, expected] of [
    ['health-token: ## Print it', true],
    ['secret health-token database: install', true],
    ['health-token:: x', true],
    ['health-token:=x', false],
    ['health-token = x', false],
    ['# health-token: x', false],
    ['\thealth-token: x', false],
    ['health-tokens: x', false],
    ['.PHONY: health-token', false],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} in “${line.trim()}”, and nothing is run`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'names-'));
      await writeFile(join(folder, 'Makefile'), `$(shell touch ${folder}/made)\n${line}\n`);
      assert.equal(await namesTarget(folder, 'health-token'), expected);
      assert.deepEqual(await readdir(folder), ['Makefile']);
      await rm(folder, { recursive: true });
    });
  }
});
