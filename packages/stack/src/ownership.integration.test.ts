import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from './checkout.ts';
import { isOwnProcess, markOf, otherCheckout, otherStarter, otherStarterInside, parseMark } from './ownership.ts';
import { splitConfigFiles } from './compose/containers.ts';
import { identify } from './process/processes.ts';
import { perService } from './services.ts';
import { readState, recordedProcesses, writeState } from './state/state-file.ts';

const stateOf = (supervisor: { pid: number; started: string }) => ({
  version: 1 as const,
  mode: 'native' as const,
  phase: 'up' as const,
  startedAt: '2026-01-01T00:00:00.000Z',
  supervisor,
  urls: perService(() => ''),
  services: perService(() => ({ phase: 'up' as const, since: '', port: 1, starts: 1 })),
});

describe('whose something is', () => {
  let folder: string;
  let mine: Checkout;
  let theirs: Checkout;

  function makeCheckout(name: string): Checkout {
    const root = join(folder, name);
    mkdirSync(root);
    writeFileSync(join(root, 'docker-compose.yml'), '');
    return checkoutAt(root);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ownership-'));
    mine = makeCheckout('mine');
    theirs = makeCheckout('theirs');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const gone = { id: 'x', root: '/nowhere/at all' };
  const marks: readonly (readonly [string, () => { id?: string; root?: string }, 'own' | 'other'])[] = [
    ['my own mark', () => markOf(mine), 'own'],
    ['my folder, whose inode was another before it was cloned again', () => ({ id: 'x', root: mine.root }), 'own'],
    ['my folder by another path', () => ({ root: join(folder, 'link') }), 'own'],
    ['my folder before it was moved', () => gone, 'own'],
    ['no mark', () => ({}), 'own'],
    ["another's mark", () => markOf(theirs), 'other'],
    ["another's folder", () => ({ root: theirs.root }), 'other'],
    ["another's mark, whose folder has my name elsewhere", () => ({ id: 'x', root: theirs.root }), 'other'],
  ];
  for (const [what, mark, expected] of marks) {
    it(`tells of ${what} that it is ${expected}`, () => {
      symlinkSync(mine.root, join(folder, 'link'));
      assert.equal(otherCheckout(mine, mark()), expected === 'own' ? undefined : theirs.root);
    });
  }

  it('reads a mark, and nothing else as one', () => {
    assert.deepEqual(parseMark(JSON.stringify(markOf(mine))), markOf(mine));
    for (const text of ['', 'null', '{}', '{"id":1,"root":"/"}', 'my database', undefined, null]) {
      assert.equal(parseMark(text), undefined);
    }
  });

  const self = '0123456789ab';
  const container = (name: string | undefined, id = 'ffffffffffff') => ({
    id: `${id}${'0'.repeat(52)}`,
    folder: name === undefined ? undefined : join(folder, name),
    files: splitConfigFiles(name === undefined ? undefined : join(folder, name, 'docker-compose.yml')),
  });
  const starters: readonly (readonly [string, readonly (string | undefined)[], string | undefined])[] = [
    ['none', [], undefined],
    ['my own', ['mine', 'mine'], undefined],
    ['without labels', [undefined], undefined],
    ['of a folder that is gone', ['gone'], undefined],
    ["of a folder that Docker has made again, without the project's files", ['ghost'], undefined],
    ["another checkout's", ['theirs'], 'theirs'],
    ['of a folder with a comma', ['theirs, too'], 'theirs, too'],
    ['of a folder that may not be looked into', ['private/theirs'], 'private/theirs'],
    ["of both, as after a start by another's name", ['mine', 'theirs'], 'theirs'],
  ];
  for (const [what, names, other] of starters) {
    it(`tells whose containers are: ${what}`, () => {
      mkdirSync(join(folder, 'ghost/frontend/vite.config.ts'), { recursive: true });
      makeCheckout('theirs, too');
      // As an error other than that there is no such file: root may look into every folder.
      symlinkSync('private', join(folder, 'private'));
      const found = otherStarter(
        mine,
        names.map((name) => container(name)),
      );
      assert.equal(found, other && join(folder, other));
    });
  }

  it('tells inside the dev container by the container that it is', () => {
    const beside = [container('theirs'), container('theirs', self)];
    assert.equal(otherStarterInside(beside, self), undefined);
    assert.equal(otherStarterInside([container('theirs')], self), join(folder, 'theirs'));
    assert.equal(otherStarterInside([], self), undefined);
    assert.equal(otherStarterInside([container('theirs')], 'named-by-a-person'), undefined);
  });

  describe('of processes', () => {
    let running: ChildProcess[];
    const run = (cwd: string) => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { cwd, stdio: 'ignore' });
      running.push(child);
      const identity = identify(child.pid ?? 0);
      assert.ok(identity);
      return identity;
    };
    beforeEach(() => {
      running = [];
    });
    afterEach(() => {
      for (const child of running) child.kill('SIGKILL');
    });

    it('are mine when they work in my folder, below it, or in my database', () => {
      mkdirSync(join(mine.root, 'api'));
      mkdirSync(join(folder, 'outside'));
      mkdirSync(mine.directory);
      symlinkSync(join(folder, 'outside'), mine.postgres);
      for (const cwd of [mine.root, join(mine.root, 'api'), join(folder, 'outside')]) {
        assert.equal(isOwnProcess(mine, run(cwd)), true, cwd);
      }
      for (const cwd of [theirs.root, folder, '/']) assert.equal(isOwnProcess(mine, run(cwd)), false, cwd);
      assert.equal(isOwnProcess(mine, { ...run(mine.root), started: 'another time' }), false);
      assert.equal(isOwnProcess(mine, undefined), false);
    });

    it('are not mine by a state that was copied with the folder of a running stack', () => {
      const supervisor = run(theirs.root);
      writeState(theirs, stateOf(supervisor));
      cpSync(theirs.directory, mine.directory, { recursive: true });
      assert.deepEqual(readState(theirs)?.supervisor, supervisor);
      assert.equal(readState(mine), undefined);
      assert.deepEqual(recordedProcesses(mine), []);
      assert.deepEqual(recordedProcesses(theirs), [supervisor]);
    });

    it('are not mine by a copied state of a version that wrote no mark', () => {
      const supervisor = run(theirs.root);
      mkdirSync(mine.directory);
      writeFileSync(mine.stateFile, JSON.stringify(stateOf(supervisor)));
      assert.equal(readState(mine), undefined);
      assert.deepEqual(recordedProcesses(mine), []);
    });

    it('stay mine when my folder is moved while they run', () => {
      const supervisor = run(mine.root);
      writeState(mine, stateOf(supervisor));
      renameSync(mine.root, join(folder, 'moved'));
      const moved = checkoutAt(join(folder, 'moved'));
      assert.deepEqual(readState(moved)?.supervisor, supervisor);
      assert.deepEqual(recordedProcesses(moved), [supervisor]);
    });
  });
});
