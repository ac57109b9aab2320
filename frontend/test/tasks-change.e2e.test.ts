import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { problemAnswer } from './support/fake-answer.ts';
import { addTask, row, tick, titles } from './support/tasks-page.ts';

const away = () => problemAnswer(503, 'unavailable', 'The database cannot be reached');

const onlyMethod = (method: string) => (request: { method: string }) =>
  request.method === method ? away() : undefined;

const announced = (page: Page) => page.getByRole('status').innerText();

describeInBrowser('tasks view, changes', (scene) => {
  const posts = () => scene().api.requests.filter(({ method }) => method === 'POST');

  it('adds a task at once, before the API has answered', async () => {
    const page = await scene().visit('/tasks');
    await page.getByText('No tasks yet').waitFor();
    scene().api.delayMs = 1_000;
    await addTask(page, '  Buy milk  ');
    await row(page, 'Buy milk').getByText('Adding…').waitFor();
    await tick(page, 'Buy milk').waitFor();
    assert.deepEqual(await titles(page), ['Buy milk']);
    assert.equal(scene().api.tasks.all[0]?.title, 'Buy milk');
    assert.equal(await page.getByLabel('Title of the new task').inputValue(), '');
  });

  it('creates one task for a double click, and for Enter pressed twice', async () => {
    const page = await scene().visit('/tasks');
    await page.getByText('No tasks yet').waitFor();
    scene().api.delayMs = 200;
    await page.getByLabel('Title of the new task').fill('only once');
    await page.getByRole('button', { name: 'Add task' }).dblclick();
    await tick(page, 'only once').waitFor();
    await page.getByLabel('Title of the new task').fill('once again');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await tick(page, 'once again').waitFor();
    assert.equal(posts().length, 2);
    assert.equal(await page.getByText('must not be empty').count(), 0);
  });

  it('adds several tasks without waiting for the first', async () => {
    scene().api.delayMs = 400;
    const page = await scene().visit('/tasks');
    for (const title of ['one', 'two', 'three']) await addTask(page, title);
    await eventually(async () => {
      assert.equal(await page.getByRole('listitem').getByRole('checkbox').count(), 3);
    });
    assert.deepEqual(new Set(await titles(page)), new Set(['one', 'two', 'three']));
  });

  it('sends a task again under the same key when the answer got lost, and makes it once', async () => {
    let lost = 0;
    scene().api.intercept = (request) => {
      if (request.method !== 'POST' || lost >= 2) return undefined;
      lost += 1;
      scene().api.requests.push(request);
      scene().api.tasks.answer(request);
      return { status: 502 };
    };
    const page = await scene().visit('/tasks');
    await addTask(page, 'exactly once');
    await tick(page, 'exactly once').waitFor();
    const keys = posts().map(({ headers }) => headers['idempotency-key']);
    assert.equal(keys.length, 3);
    assert.equal(new Set(keys).size, 1);
    assert.equal(scene().api.tasks.all.length, 1);
  });

  it('keeps a task that could not be added, with the reason, and adds it when asked again', async function slow() {
    this.timeout(30_000);
    scene().api.intercept = onlyMethod('POST');
    const page = await scene().visit('/tasks');
    await addTask(page, 'stubborn');
    await row(page, 'stubborn').getByText('This task was not added.').waitFor({ timeout: 20_000 });
    await eventually(async () =>
      assert.equal(await announced(page), '“stubborn” was not saved: The database cannot be reached.'),
    );
    scene().api.intercept = () => undefined;
    await row(page, 'stubborn').getByRole('button', { name: 'Try again' }).click();
    await tick(page, 'stubborn').waitFor();
    assert.deepEqual(await titles(page), ['stubborn']);
  });

  it('ticks at once, and back', async () => {
    const task = scene().api.tasks.add('tick me');
    const page = await scene().visit('/tasks');
    await tick(page, 'tick me').waitFor();
    scene().api.delayMs = 1_000;
    await tick(page, 'tick me').click();
    assert.equal(await tick(page, 'tick me').isChecked(), true);
    await row(page, 'tick me').getByText('Saving…').waitFor();
    await row(page, 'tick me').getByText('Saving…').waitFor({ state: 'detached' });
    assert.equal(scene().api.tasks.all.find(({ id }) => id === task.id)?.state, 'done');
    scene().api.delayMs = 0;
    await tick(page, 'tick me').click();
    await eventually(() => assert.equal(scene().api.tasks.all[0]?.state, 'open'));
    assert.equal(await tick(page, 'tick me').isChecked(), false);
  });

  it('takes a tick back that could not be saved, and says why at the row', async () => {
    scene().api.tasks.add('tick me');
    const page = await scene().visit('/tasks');
    await tick(page, 'tick me').waitFor();
    scene().api.intercept = onlyMethod('PATCH');
    await tick(page, 'tick me').click();
    assert.equal(await tick(page, 'tick me').isChecked(), true);
    await row(page, 'tick me').getByText('The change was not saved. The database cannot be reached').waitFor();
    assert.equal(await tick(page, 'tick me').isChecked(), false);
    scene().api.intercept = () => undefined;
    await row(page, 'tick me').getByRole('button', { name: 'Try again' }).click();
    await eventually(() => assert.equal(scene().api.tasks.all[0]?.state, 'done'));
    assert.equal(await tick(page, 'tick me').isChecked(), true);
    await page.getByText('The change was not saved.').waitFor({ state: 'detached' });
  });

  it('keeps a failure for when one comes back to the list', async () => {
    scene().api.tasks.add('tick me');
    const page = await scene().visit('/tasks');
    await tick(page, 'tick me').waitFor();
    scene().api.intercept = onlyMethod('PATCH');
    await tick(page, 'tick me').click();
    await page.getByText('Done', { exact: true }).click();
    await eventually(async () => assert.match(await announced(page), /“tick me” was not saved/));
    await page.getByText('All', { exact: true }).click();
    await row(page, 'tick me').getByText('The change was not saved.').waitFor();
    await row(page, 'tick me').getByRole('button', { name: 'Discard my change' }).click();
    await page.getByText('The change was not saved.').waitFor({ state: 'detached' });
    assert.equal(await tick(page, 'tick me').isChecked(), false);
  });

  it('deletes at once, and brings a task back that could not be deleted', async () => {
    scene().api.tasks.add('keep me');
    scene().api.tasks.add('delete me');
    const page = await scene().visit('/tasks');
    await tick(page, 'delete me').waitFor();
    scene().api.intercept = onlyMethod('DELETE');
    await row(page, 'delete me')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await eventually(async () => assert.deepEqual(await titles(page), ['keep me']), 1_000);
    await row(page, 'delete me').getByText('The task was not deleted.').waitFor();
    scene().api.intercept = () => undefined;
    await row(page, 'delete me').getByRole('button', { name: 'Try again' }).click();
    await eventually(() =>
      assert.deepEqual(
        scene().api.tasks.all.map(({ title }) => title),
        ['keep me'],
      ),
    );
    await eventually(async () => assert.deepEqual(await titles(page), ['keep me']));
  });

  it('takes no second change of a task while the first is on its way', async () => {
    scene().api.tasks.add('busy');
    const page = await scene().visit('/tasks');
    await tick(page, 'busy').waitFor();
    scene().api.delayMs = 600;
    await tick(page, 'busy').click();
    await tick(page, 'busy').click({ force: true });
    await row(page, 'busy').getByText('Saving…').waitFor({ state: 'detached' });
    assert.equal(scene().api.requests.filter(({ method }) => method === 'PATCH').length, 1);
    assert.equal(await tick(page, 'busy').isChecked(), true);
  });
});
