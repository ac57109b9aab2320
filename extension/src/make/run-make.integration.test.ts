import assert from 'node:assert/strict';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.ts';
import { MakeMissing, MakeOutOfBounds, optionArguments, runMake, type MakeRun } from './run-make.ts';

const makefile = `
show:
	@printf '%s|%s' "$$NAME" "$$YES"
fail:
	@echo why >&2; exit 3
wait:
	@touch begun; sleep 600
flood:
	@yes
`;

describe('running make', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'make-'));
    await writeFile(join(folder, 'Makefile'), makefile);
  });
  after(() => rm(folder, { recursive: true }));

  const run = (target: string, more: Partial<MakeRun> = {}) =>
    runMake({ folder, args: [target], deadlineMs: 30_000, ...more });

  it('hands options over as they are, whatever they look like', async () => {
    const NAME = '$(shell touch made); `touch made` "\'';
    const { code, stdout } = await run('show', { args: ['show', ...optionArguments({ NAME, YES: '1' })] });
    assert.deepEqual({ code, stdout }, { code: 0, stdout: `${NAME}|1` });
  });

  it('tells of a failure what it printed', async () => {
    const { code, stderr } = await run('fail');
    assert.equal(code, 2);
    assert.match(stderr, /^why\n/);
  });

  it('ends what it started when it is cancelled', async () => {
    const controller = new AbortController();
    const waiting = run('wait', { signal: controller.signal });
    await eventually(() => access(join(folder, 'begun')));
    controller.abort();
    assert.notEqual((await waiting).code, 0);
  });

  it('ends what does not end by itself', async () => {
    await assert.rejects(run('wait', { deadlineMs: 50 }), MakeOutOfBounds);
  });

  it('ends what prints without end', async () => {
    await assert.rejects(run('flood'), MakeOutOfBounds);
  });

  it('says that there is no make', async () => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      await assert.rejects(run('show'), MakeMissing);
    } finally {
      process.env.PATH = PATH;
    }
  });
});
