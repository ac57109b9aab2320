import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { withDescendants } from './processes.ts';
import { parseProcesses, PsTable } from './ps-table.ts';

/**
 * What ps prints for the columns that are asked for. Of Linux it is recorded, from procps-ng 4.0.2; that of macOS is composed,
 * of what its manual says of the columns and of the widths in Apple's source, for lack of a machine.
 */
const outputs = {
  'procps on Linux': `
      1       0       0 S Sat Nov 28 18:34:33 2026 21236
    812       1     812 Ss Sat Nov 28 18:35:02 2026  4236
    813     812     812 Z Sat Nov 28 18:35:02 2026     0
   1042     812    1042 Sl+ Fri Nov  6 09:01:59 2026 180112
`,
  'ps of macOS': `
    1     0     1 Ss   Sat Nov 28 18:34:33 2026     21236
  812     1   812 Ss   Sat Nov 28 18:35:02 2026      4236
  813   812   812 Z    Sat Nov 28 18:35:02 2026         0
  900   812   812 ?E                                    0
 1042   812  1042 S+   Fri Nov  6 09:01:59 2026    180112
`,
};

describe('the process table from ps(1)', () => {
  for (const [name, output] of Object.entries(outputs)) {
    it(`is read from one output of ${name}`, () => {
      const calls: (readonly string[])[] = [];
      const table = new PsTable((_command, args) => {
        calls.push(args);
        return output;
      });
      const snapshot = table.snapshot();
      assert.deepEqual([...snapshot.keys()], [1, 812, 1042], 'without zombies, and what is on its way out');
      assert.deepEqual(snapshot.get(1042), {
        pid: 1042,
        parent: 812,
        group: 1042,
        started: 'Fri Nov 6 09:01:59 2026',
        resident: 180_112 * 1024,
      });
      const family = withDescendants([812], snapshot);
      assert.deepEqual(
        family.map(({ pid }) => pid),
        [812, 1042],
      );
      assert.equal(table.memoryOf(812, snapshot), 4_236 * 1024);
      assert.equal(calls.length, 1, 'one ps for all of it');
    });
  }

  it('is empty for what is no output of ps', () => {
    for (const output of ['', 'ps: illegal option -- o\n', '1 2 3']) assert.equal(parseProcesses(output).size, 0);
  });

  it('finds a family on this system, and asks for single processes', async function () {
    if (spawnSync('ps', ['-o', 'pid=']).error) this.skip();
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    assert.ok(parent.stdout && parent.pid);
    const [output]: unknown[] = await once(parent.stdout, 'data');
    const child = Number(String(output));
    const table = new PsTable();
    const whole = table.snapshot();
    assert.equal(whole.get(child)?.parent, parent.pid);
    assert.equal(whole.get(child)?.group, parent.pid);
    assert.ok((whole.get(process.pid)?.resident ?? 0) > 1_000_000);
    assert.deepEqual([...table.snapshot([child, 2 ** 22 + 1]).keys()], [child]);
    assert.equal(table.snapshot([child]).get(child)?.started, whole.get(child)?.started);
    assert.match(table.commandOf(child) ?? '', /sleep 60/);
    process.kill(-parent.pid, 'SIGKILL');
  });
});
