import assert from 'node:assert/strict';
import { taskPageSchema, tasksPath } from '@app/contract/tasks';
import { outsideMake } from '@zero-to-running/stack/test/outside-make';
import { NativeCheckout } from '../../../packages/stack/test/native/support/checkout.ts';
import { Cleanups } from '../support/cleanups.ts';
import { eventually } from '../support/eventually.ts';
import { hostTestPrerequisites } from '../support/run-host-tests.ts';
import { openWorkbench } from './support/open-workbench.ts';
import type { Person } from './support/person.ts';
import { shoot } from './support/shoot.ts';

const started = 150_000;

async function titles(api: string): Promise<string[]> {
  const answer = await fetch(`${api}${tasksPath}`);
  const { items } = taskPageSchema.parse(await answer.json());
  return items.map(({ title }) => title);
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function addTask(api: string, title: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${api}${tasksPath}`, { method: 'POST', headers, body: JSON.stringify({ title }) });
  assert.equal(answer.status, 201);
}

describe('a stranger in front of the real stack (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL, no other stack on port 4000)', function stranger() {
  this.timeout(200_000);
  const cleanups = new Cleanups();
  let native: NativeCheckout;
  let person: Person;
  const api = () => native.state()?.urls.api ?? '';

  before(async function prepare() {
    const prerequisites = hostTestPrerequisites(process.env);
    // A stack of somebody else on the port that is asked by default would be taken for this one, which does not run yet.
    if (!prerequisites || (await answers('http://localhost:4000/health'))) this.skip();
    native = await NativeCheckout.create();
    cleanups.add(() => native.remove());
    native.settle();
    // By make's own variable for what is to stand on every command line; an exported STACK counts for nothing.
    const env = { ...outsideMake, MAKEFLAGS: 'STACK=native', IN_DEV_CONTAINER: '' };
    ({ person } = await openWorkbench({ ...prerequisites, opens: native.checkout.root, env }, cleanups));
  });
  after(() => cleanups.run());
  afterEach(async function look() {
    if (this.currentTest?.isFailed()) await shoot(person.page, `failed: ${this.currentTest.title}`);
  });

  it('starts it from its place in the side bar', async () => {
    await person.openView();
    await person.pressInWelcome('Start');
    await person.page
      .locator('.sidebar .welcome-view')
      .getByText('The stack is starting.')
      .waitFor({ timeout: started });
    await shoot(person.page, 'stranger: the stack is starting');
    await person.row('checkout').filter({ hasText: 'all healthy' }).waitFor({ timeout: started });
  });

  it('watches the cache fall silent, reads its log, and restarts it', async () => {
    const pid = native.state()?.services.cache.process?.pid;
    assert.ok(pid);
    process.kill(pid, 'SIGSTOP');
    await person.row('Cache').filter({ hasText: 'unhealthy' }).waitFor({ timeout: 30_000 });
    await person.pressInRow('Cache', 'Open Logs');
    await person.page.locator('.terminal-wrapper.active').first().waitFor();
    await person.pressInRow('Cache', 'Restart Service');
    await person.row('checkout').filter({ hasText: 'all healthy' }).waitFor({ timeout: 60_000 });
    assert.notEqual(native.state()?.services.cache.process?.pid, pid);
  });

  it('resets the data, and has it back', async () => {
    await addTask(api(), 'Do not lose me');
    await person.run('Reset Data…');
    await person.pressInDialog('Reset Data');
    await person.seeMessage('The data was reset.', 60_000);
    await eventually(async () => assert.ok(!(await titles(api())).includes('Do not lose me')));
    await person.pressInMessage('The data was reset.', 'Undo');
    await person.seeMessage('as it was before the reset', 60_000);
    await eventually(async () => assert.ok((await titles(api())).includes('Do not lose me')));
  });

  it('takes a snapshot, and goes back to it', async () => {
    await person.run('Take Snapshot…');
    await person.answer('Name the snapshot', 'as-it-was');
    await eventually(async () => {
      assert.match((await native.make('snapshots', { JSON: '1' })).output, /"as-it-was"/);
    }, 60_000);
    await addTask(api(), 'Added since');
    await person.run('Restore Snapshot…');
    await person.pick('as-it-was');
    await person.pressInDialog('Restore');
    await person.seeMessage('Restored the snapshot “as-it-was”.', 60_000);
    const found = await titles(api());
    assert.ok(found.includes('Do not lose me') && !found.includes('Added since'), found.join('\n'));
  });

  it('stops it', async () => {
    await person.run('Stop Stack');
    await person.welcomeButton('Start').waitFor({ timeout: 90_000 });
    assert.equal(native.state(), undefined);
  });
});
