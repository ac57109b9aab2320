import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.ts';
import { endGroup } from '../make/run-make.ts';
import { startDetached, followMake, runsStill, type KnownProcess } from './detached-make.ts';

const makefile = `
show:
	@printf '%s' "$$NAME"; echo why >&2; exit 3
wait:
	@trap 'echo tidied; exit 1' TERM; echo begun; while [ -e Makefile ] && ! [ -e go-on ]; do sleep 0.1; done
	@echo done
flood:
	@head -c 20000000 /dev/zero; echo >&2 all
leave:
	@sleep 30 & echo $$! > left; echo done
`;

describe('make that is started detached', () => {
  let folder: string;
  let directory: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detached-'));
    directory = join(folder, 'kept/here');
    await writeFile(join(folder, 'Makefile'), makefile);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const start = (target: string, options: Record<string, string> = {}) =>
    startDetached({ folder, target, options, directory });

  const follow = async (process: KnownProcess, signal = new AbortController().signal) => {
    const printed = { stdout: '', stderr: '' };
    const onOutput = (source: 'stdout' | 'stderr', text: string) => (printed[source] += text);
    const code = await followMake({ process, directory, onOutput, signal });
    return { code, ...printed };
  };

  const begun = () => eventually(async () => assert.match(await readFile(join(directory, 'stdout'), 'utf8'), /begun/));

  it('tells what it prints, apart, and how it ends; options are handed over as they are', async () => {
    const NAME = '$(shell touch made); `touch made` "\' ä';
    const { code, stdout, stderr } = await follow(await start('show', { NAME }));
    assert.deepEqual({ code, stdout }, { code: 2, stdout: NAME });
    assert.match(stderr, /^why\n/);
  });

  it('goes on while nobody follows it, and is taken up again from its beginning', async () => {
    const process = await start('wait');
    const left = new AbortController();
    const first = follow(process, left.signal);
    await begun();
    left.abort();
    await assert.rejects(first, { name: 'AbortError' });
    assert.ok(await runsStill(process));
    const second = follow(process);
    await writeFile(join(folder, 'go-on'), '');
    assert.deepEqual(await second, { code: 0, stdout: 'begun\ndone\n', stderr: '' });
    assert.deepEqual(await follow(process), { code: 0, stdout: 'begun\ndone\n', stderr: '' }, 'after its end as well');
  });

  it('ends as a whole when it is told to, and what it says then is kept', async () => {
    const process = await start('wait');
    await begun();
    endGroup(process.pid, 'SIGTERM');
    const { code, stdout } = await follow(process);
    assert.equal(stdout, 'begun\ntidied\n');
    // The whole group gets the signal, process by process: make may see its recipe fail before its own signal.
    assert.ok(code === 143 || code === 2, `exit code ${code}`);
    assert.ok(!(await runsStill(process)));
  });

  it('has no exit code where it was killed', async () => {
    const process = await start('wait');
    await begun();
    endGroup(process.pid, 'SIGKILL');
    assert.equal((await follow(process)).code, undefined);
  });

  it('is not taken for another process that has its number', async () => {
    const other = { pid: process.pid, started: '1' };
    assert.equal((await follow(other)).code, undefined);
  });

  it('keeps a bounded part of what it prints, and is not ended for it', async () => {
    const { code, stderr } = await follow(await start('flood'));
    assert.deepEqual({ code, stderr }, { code: 0, stderr: 'all\n' });
    assert.equal((await stat(join(directory, 'stdout'))).size, 8 * 1024 * 1024);
  });

  it('has ended when it has, whatever it leaves running', async () => {
    const known = await start('leave');
    assert.deepEqual(await follow(known), { code: 0, stdout: 'done\n', stderr: '' });
    assert.ok(existsSync(join(folder, 'left')));
    endGroup(known.pid, 'SIGKILL');
  });
});
