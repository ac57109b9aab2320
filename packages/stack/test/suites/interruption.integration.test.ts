import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisCheckout } from '../../src/checkout.ts';
import { identify, isAlive } from '../../src/process/processes.ts';
import { outsideMake } from '../../src/test/outside-make.ts';
import { selectSuites } from '../../src/test/suites.ts';
import { copySources } from '../native/support/copy-sources.ts';
import { eventually } from '../native/support/eventually.ts';

/** A test that never ends, beside a process that it started and that left its group. */
const hangingTest = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

describe('a test', () => {
  after(() => writeFileSync(process.env['HANGING_TEST'] + '/cleaned', ''));
  it('hangs', async function () {
    this.timeout(0);
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    const waiting = spawn('sleep', ['600'], { stdio: 'ignore' });
    writeFileSync(process.env['HANGING_TEST'] + '/pid', child.pid + '\\n');
    await new Promise((resolve) => waiting.once('exit', resolve));
  });
});
`;

const file = 'contract/src/hanging.test.ts';

/** Without looking whether anything has to be installed: what is, is not this copy's. */
const commandLine = ['node_modules/.stack-node', 'packages/stack/src/cli.ts'] as const;

const make = ['make', 'test'] as const;

const alone = [...commandLine, 'test'] as const;

describe('make test, interrupted', function suite() {
  this.timeout(180_000);
  let folder: string;
  let root: string;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'interrupted tests ')));
    root = join(folder, 'checkout');
    copySources(thisCheckout.root, root);
    symlinkSync(join(thisCheckout.root, 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, file), hangingTest);
    // The dependencies are those of this checkout, however they were installed.
    writeFileSync(join(root, 'packages/stack/run'), `#!/bin/sh\nexec ${commandLine.join(' ')} "$@"\n`);
  });
  afterEach(() => ['cleaned', 'pid'].forEach((name) => rmSync(join(folder, name), { force: true })));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function begin([program, ...args]: readonly [string, ...string[]], options: readonly string[] = []) {
    const child = spawn(program, [...args, ...options], {
      cwd: root,
      env: { ...process.env, ...outsideMake, HANGING_TEST: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return { child, output: () => output, closed: once(child, 'close') };
  }

  it('leaves out the suites that have not begun, and says which', async () => {
    const { child, output, closed } = begin(make);
    await eventually('the first suite', () => /^Running: types/m.test(output()));
    // Ctrl-C reaches all of the terminal's processes.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await closed;
    assert.equal(child.signalCode, 'SIGINT', output());
    assert.match(output(), /make types \(interrupted by SIGINT\)/);
    const begun = new Set([...output().matchAll(/^Running: .*?([a-z]+)$/gm)].map(([, name]) => name));
    const others = selectSuites(undefined, false).filter(({ name }) => !begun.has(name));
    assert.ok(others.length > 0);
    assert.match(output(), new RegExp(`^Not run: ${others.map(({ name }) => name).join(', ')}$`, 'm'));
  });

  for (const [how, command, signal, code] of [
    ['the process group of make', make, 'SIGINT', null],
    ['the process group of make', make, 'SIGTERM', null],
    ['its process alone', alone, 'SIGTERM', 143],
    ['its process alone', alone, 'SIGINT', 130],
  ] as const) {
    it(`cleans up and leaves nothing running when ${how} gets ${signal}`, async () => {
      const { child, output, closed } = begin(command, [`FILE=${file}`]);
      const pidFile = join(folder, 'pid');
      await eventually('the test', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
      const left = identify(Number(readFileSync(pidFile, 'utf8')));
      assert.ok(left);
      // Ctrl-C reaches all of the terminal's processes.
      process.kill(command === make ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
      await closed;
      assert.equal(child.exitCode, code, output());
      assert.equal(child.signalCode, command === make ? signal : null);
      assert.ok(existsSync(join(folder, 'cleaned')), output());
      assert.ok(!isAlive(left), output());
      assert.match(output(), /^Summary$/m);
    });
  }

  it('WATCH=1 runs a file again when it changes, and ends when it is interrupted', async () => {
    const watched = 'contract/src/watched.test.ts';
    const write = (title: string) => writeFileSync(join(root, watched), `it('${title}', () => {});\n`);
    write('first');
    const { child, output, closed } = begin(alone, ['WATCH=1', `FILE=${watched}`]);
    await eventually('the first run', () => /first[^]*1 passing[^]*Waiting for file changes/.test(output()));
    write('second');
    await eventually('the second run', () => /second[^]*1 passing/.test(output()));
    child.kill('SIGINT');
    await closed;
    assert.equal(child.exitCode, 130, output());
  });

  it('WATCH=1 asks for one suite or one file', async () => {
    const { child, output, closed } = begin(alone, ['WATCH=1']);
    await closed;
    assert.equal(child.exitCode, 1);
    assert.match(output(), /WATCH=1 watches one suite or one file[^]*make test WATCH=1 FILE=/);
  });
});
