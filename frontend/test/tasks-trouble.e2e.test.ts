import assert from 'node:assert/strict';
import { taskLimits } from '@app/contract/tasks';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { problemAnswer } from './support/fake-answer.ts';
import { addTask, row, tick, titles } from './support/tasks-page.ts';

const invalidTitle = (message: string) =>
  problemAnswer(422, 'validation-failed', 'A field is not as described', {
    errors: [{ in: 'body', field: 'title', message }],
  });

describeInBrowser('tasks view, conflicts and bad input', (scene) => {
  /** A page with one task, which somebody else has changed since. */
  async function visitConflict(theirs: { title?: string; state?: 'open' | 'done' }) {
    const task = scene().api.tasks.add('shared');
    const page = await scene().visit('/tasks');
    await tick(page, 'shared').waitFor();
    scene().api.tasks.change(task.id, theirs);
    return { page, task };
  }

  it('shows both versions of a conflict at the row, and keeps mine when asked', async () => {
    const { page } = await visitConflict({ title: 'their title' });
    await row(page, 'shared').getByRole('button', { name: 'Edit shared' }).click();
    await page.getByLabel('Title', { exact: true }).fill('my title');
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('region', { name: 'Conflict' });
    await conflict.waitFor();
    assert.match(await conflict.innerText(), /Mine\s+my title \(open\)\s+Theirs\s+their title \(open\)/);
    await eventually(async () =>
      assert.equal(await page.getByRole('status').innerText(), 'Conflict: someone else changed “shared” meanwhile.'),
    );
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await eventually(() => assert.equal(scene().api.tasks.all[0]?.title, 'my title'));
    await eventually(async () => assert.deepEqual(await titles(page), ['my title']));
    assert.equal(await conflict.count(), 0);
  });

  it('sees no conflict where both want the same', async () => {
    const { page } = await visitConflict({ state: 'done' });
    await tick(page, 'shared').click();
    await row(page, 'shared').getByText('Saving…').waitFor({ state: 'detached' });
    assert.equal(await tick(page, 'shared').isChecked(), true);
    assert.equal(await page.getByRole('region', { name: 'Conflict' }).count(), 0);
  });

  it('asks before it deletes what somebody else has changed', async () => {
    const { page } = await visitConflict({ title: 'not yet, please' });
    await row(page, 'shared')
      .getByRole('button', { name: /^Delete/ })
      .click();
    const conflict = page.getByRole('region', { name: 'Conflict' });
    await conflict.waitFor();
    assert.match(await conflict.innerText(), /Mine\s+deleted\s+Theirs\s+not yet, please/);
    assert.equal(scene().api.tasks.all.length, 1);
    await conflict.getByRole('button', { name: 'Delete anyway' }).click();
    await page.getByText('No tasks yet').waitFor();
    assert.equal(scene().api.tasks.all.length, 0);
  });

  it('takes a deleted task for deleted', async () => {
    const task = scene().api.tasks.add('gone');
    const page = await scene().visit('/tasks');
    await tick(page, 'gone').waitFor();
    scene().api.tasks.remove(task.id);
    await row(page, 'gone')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByText('No tasks yet').waitFor();
  });

  it('says at the field what is wrong with a new title, without asking the API', async () => {
    const page = await scene().visit('/tasks');
    const field = page.getByLabel('Title of the new task');
    await page.getByRole('button', { name: 'Add task' }).click();
    await page.getByText('The title must not be empty.').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await field.fill('x'.repeat(taskLimits.titleLength + 3));
    await page.getByText('The title must have at most 200 characters.').waitFor();
    await page.getByText('3 characters too many').waitFor();
    await page.keyboard.press('Enter');
    await field.fill('x'.repeat(taskLimits.titleLength));
    assert.equal(await page.getByText('at most').count(), 0);
    await page.getByText('0 characters left').waitFor();
    assert.equal(scene().api.requests.filter(({ method }) => method === 'POST').length, 0);
  });

  it('gives a title back that the API refuses, with its reason at the field', async () => {
    const page = await scene().visit('/tasks');
    await page.getByText('No tasks yet').waitFor();
    scene().api.intercept = ({ method }) => (method === 'POST' ? invalidTitle('must rhyme') : undefined);
    await addTask(page, 'orange');
    await page.getByText('The title must rhyme.').waitFor();
    assert.equal(await page.getByLabel('Title of the new task').inputValue(), 'orange');
    assert.deepEqual(await titles(page), []);
  });

  it('does the same for a title that is edited', async () => {
    scene().api.tasks.add('rose');
    const page = await scene().visit('/tasks');
    scene().api.intercept = ({ method }) => (method === 'PATCH' ? invalidTitle('must rhyme') : undefined);
    await row(page, 'rose').getByRole('button', { name: 'Edit rose' }).click();
    const field = page.getByLabel('Title', { exact: true });
    await field.fill('orange');
    await page.keyboard.press('Enter');
    await page.getByText('The title must rhyme.').waitFor();
    assert.equal(await field.inputValue(), 'orange');
    await field.fill(' ');
    await page.keyboard.press('Enter');
    await page.getByText('The title must not be empty.').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => assert.deepEqual(await titles(page), ['rose']));
  });

  it('says above the form that the database is not responding, and claims no cache meanwhile', async () => {
    const { health, tasks } = scene().api;
    tasks.add('listed');
    const page = await scene().visit('/tasks');
    await row(page, 'listed').waitFor();
    await page.getByText(/^Served from the/).waitFor();
    health.fail('database', 'timeout');
    await page.getByText('The database is not responding.').waitFor({ timeout: 3_000 });
    assert.equal(await page.getByText(/^Served from the/).count(), 0);
    assert.equal(await titles(page).then((shown) => shown.join()), 'listed');
    health.heal('database');
    await page.getByText('The database is not responding.').waitFor({ state: 'detached' });
    await page.getByText(/^Served from the/).waitFor();
  });

  it('goes on trying to add a task for some seconds, says so, and then gives up', async function long() {
    this.timeout(40_000);
    const page = await scene().visit('/tasks');
    await page.getByText('No tasks yet').waitFor();
    scene().api.delayMs = 60_000;
    await addTask(page, 'patience');
    await row(page, 'patience').getByText('Still trying…').waitFor();
    await page.getByText('This task was not added.').waitFor({ timeout: 15_000 });
  });

  it('keeps quiet about a service that tasks work without', async () => {
    const page = await scene().visit('/tasks');
    scene().api.health.fail('cache', 'refused');
    await eventually(async () => assert.match(await page.title(), /^Degraded/));
    assert.equal(await page.getByText(/is not responding/).count(), 0);
  });
});
