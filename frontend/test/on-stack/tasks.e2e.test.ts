import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { taskLimits } from '@app/contract/tasks';
import { describeOnStack } from '../support/describe-on-stack.ts';
import { eventually } from '../support/eventually.ts';
import { assertInert, hostileHtml } from '../support/inert.ts';
import { focused, press, tabTo } from '../support/keyboard.ts';
import { addTask, row, tick, titles } from '../support/tasks-page.ts';

/** The first titles in the list, for others' tasks may stand below. */
const firstTitles = async (page: Page, count: number) => (await titles(page)).slice(0, count);

const saved = (page: Page, title: string) => row(page, title).getByText('Saving…').waitFor({ state: 'detached' });

describeOnStack('tasks view of a whole stack', (scene) => {
  const myTitles = async () => (await scene().tasks.mine()).map(({ title }) => title);

  it('adds, ticks, edits, filters and deletes, and all of it lasts', async () => {
    const page = await scene().visit('/tasks');
    await addTask(page, 'lasting');
    await addTask(page, 'passing');
    await tick(page, 'lasting').click();
    await saved(page, 'lasting');
    await row(page, 'lasting').getByRole('button', { name: /^Edit/ }).click();
    await page.getByLabel('Title', { exact: true }).fill('ever lasting');
    await page.keyboard.press('Enter');
    await saved(page, 'ever lasting');
    // The row goes before the API has answered; a page that is reloaded in between takes its request with it.
    const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await row(page, 'passing')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await row(page, 'passing').waitFor({ state: 'detached' });
    await deleted;

    await page.reload();
    await tick(page, 'ever lasting').waitFor();
    const shown = await titles(page);
    assert.ok(shown.includes('ever lasting') && !shown.includes('passing'), shown.join());
    await page.getByText('Done', { exact: true }).click();
    await eventually(async () => assert.ok((await titles(page)).includes('ever lasting')));
    assert.equal(await tick(page, 'ever lasting').isChecked(), true);
  });

  it('shows the newest first, and loads more by the cursor', async () => {
    await scene().tasks.add('the oldest', 'done');
    await scene().tasks.fill(taskLimits.defaultPageSize);
    const page = await scene().visit('/tasks');
    await page.getByText(`${taskLimits.defaultPageSize} tasks shown`).waitFor();
    assert.deepEqual(await firstTitles(page, 2), ['Task 1', 'Task 2']);
    await page.getByRole('button', { name: 'Load more' }).click();
    await eventually(async () => {
      assert.equal((await titles(page))[taskLimits.defaultPageSize], 'the oldest');
    });
    assert.equal(await tick(page, 'the oldest').isChecked(), true);
  });

  it('filters, and keeps the filter in the address', async () => {
    await scene().tasks.add('to do');
    await scene().tasks.add('did', 'done');
    const page = await scene().visit('/tasks');
    await row(page, 'did').waitFor();
    assert.deepEqual(await firstTitles(page, 2), ['did', 'to do']);
    await page.getByText('Done', { exact: true }).click();
    await row(page, 'to do').waitFor({ state: 'detached' });
    assert.match(page.url(), /\?state=done$/);
    await page.reload();
    await row(page, 'did').waitFor();
    assert.equal(await row(page, 'to do').count(), 0);
    await page.getByText('Open', { exact: true }).click();
    await row(page, 'to do').waitFor();
    await tick(page, 'to do').click();
    await row(page, 'to do').waitFor({ state: 'detached' });
    await page.getByText('All', { exact: true }).click();
    await row(page, 'did').waitFor();
    assert.match(page.url(), /\/tasks$/);
  });

  it('creates one task for a double click, and for Enter pressed twice', async () => {
    const page = await scene().visit('/tasks');
    await page.getByLabel('Title of the new task').fill('only once');
    await page.getByRole('button', { name: 'Add task' }).dblclick();
    await tick(page, 'only once').waitFor();
    await page.getByLabel('Title of the new task').fill('once again');
    await press(page, 'Enter', 'Enter');
    await tick(page, 'once again').waitFor();
    assert.deepEqual(await myTitles(), ['once again', 'only once']);
  });

  it('edits in place: Enter saves, Escape leaves it as it was', async () => {
    await scene().tasks.add('old title');
    const page = await scene().visit('/tasks');
    await row(page, 'old title').getByRole('button', { name: 'Edit old title' }).click();
    await page.getByLabel('Title', { exact: true }).fill('not this');
    await press(page, 'Escape');
    assert.deepEqual(await firstTitles(page, 1), ['old title']);
    await row(page, 'old title').getByRole('button', { name: 'Edit old title' }).click();
    await page.getByLabel('Title', { exact: true }).fill('new title');
    await press(page, 'Enter');
    await eventually(async () => assert.deepEqual(await myTitles(), ['new title']));
    await eventually(async () => assert.deepEqual(await firstTitles(page, 1), ['new title']));
  });

  it('says at the field what is wrong with a title', async () => {
    const page = await scene().visit('/tasks');
    await page.getByRole('button', { name: 'Add task' }).click();
    await page.getByText('The title must not be empty.').waitFor();
    await page.getByLabel('Title of the new task').fill('x'.repeat(taskLimits.titleLength + 3));
    await page.getByText('The title must have at most 200 characters.').waitFor();
    await press(page, 'Enter');
    assert.deepEqual(await myTitles(), []);
  });

  it('says that a second look was answered from the cache', async () => {
    const page = await scene().visit('/tasks');
    await addTask(page, 'looked at twice');
    await tick(page, 'looked at twice').waitFor();
    await eventually(async () => {
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByText('Served from the cache').waitFor({ timeout: 1_000 });
    });
    assert.ok((await titles(page)).includes('looked at twice'));
  });

  it('shows the conflict of two people, and settles it', async () => {
    const mine = await scene().visit('/tasks');
    await addTask(mine, 'ours');
    await tick(mine, 'ours').waitFor();
    const theirs = await scene().visit('/tasks');
    await row(theirs, 'ours').getByRole('button', { name: /^Edit/ }).click();
    await theirs.getByLabel('Title', { exact: true }).fill('theirs');
    await theirs.keyboard.press('Enter');
    await saved(theirs, 'theirs');

    await tick(mine, 'ours').click();
    const conflict = mine.getByRole('region', { name: 'Conflict' });
    await conflict.waitFor();
    assert.match(await conflict.innerText(), /Mine\s+ours \(done\)\s+Theirs\s+theirs \(open\)/);
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await conflict.waitFor({ state: 'detached' });
    await theirs.getByRole('button', { name: 'Reload' }).click();
    await eventually(async () => assert.equal(await tick(theirs, 'theirs').isChecked(), true));
  });

  it('takes theirs when asked', async () => {
    const task = await scene().tasks.add('shared');
    const page = await scene().visit('/tasks');
    await tick(page, 'shared').waitFor();
    await scene().tasks.change(task, { title: 'their title' });
    await tick(page, 'shared').click();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await eventually(async () => assert.deepEqual(await firstTitles(page, 1), ['their title']));
    // The row has the new version, so that the next change is no conflict.
    await tick(page, 'their title').click();
    await eventually(async () => assert.equal((await scene().tasks.mine())[0]?.version, 3));
  });

  it('says so when the task was deleted meanwhile', async () => {
    const task = await scene().tasks.add('gone');
    const page = await scene().visit('/tasks');
    await tick(page, 'gone').waitFor();
    await scene().tasks.remove(task);
    await tick(page, 'gone').click();
    await row(page, 'gone').getByText('Someone else deleted this task in the meantime.').waitFor();
    await row(page, 'gone').getByRole('button', { name: 'Remove it from the list' }).click();
    await row(page, 'gone').waitFor({ state: 'detached' });
  });

  it('shows a title as text, whatever it is', async () => {
    const hostile = [
      hostileHtml,
      'שלום evil',
      'x'.repeat(200),
      '𝕿𝖊𝖘𝖙 👩‍👩‍👧‍👦',
      "'; DROP TABLE tasks; --",
      '{{constructor}} ${1+1}',
      '__proto__',
    ];
    const page = await scene().visit('/tasks');
    for (const title of hostile) await addTask(page, title);
    await eventually(async () =>
      assert.deepEqual((await firstTitles(page, hostile.length)).toSorted(), hostile.toSorted()),
    );
    await eventually(async () => assert.deepEqual((await myTitles()).toSorted(), hostile.toSorted()));
    await page.reload();
    await tick(page, hostileHtml).click();
    await saved(page, hostileHtml);
    await assertInert(page);
  });

  it('is worked with by keyboard alone, without losing the place', async () => {
    const page = await scene().visit('/tasks');
    // A development server brings the view after the page.
    await page.getByLabel('Title of the new task').waitFor();
    await tabTo(page, /^input Title of the new task/);
    for (const title of ['third', 'second', 'first']) {
      await page.keyboard.type(title);
      await press(page, 'Enter');
      await eventually(async () => assert.equal((await myTitles())[0], title));
    }
    await eventually(async () => assert.deepEqual(await firstTitles(page, 3), ['first', 'second', 'third']));

    await tabTo(page, /^input first/);
    await press(page, 'Space');
    await eventually(async () => assert.equal((await scene().tasks.mine())[0]?.state, 'done'));
    assert.match(await focused(page), /^input first/);

    await tabTo(page, /^button Edit second/);
    await press(page, 'Enter');
    assert.match(await focused(page), /^input Title/);
    await press(page, 'End');
    await page.keyboard.type(' edited');
    await press(page, 'Enter');
    await eventually(async () => assert.deepEqual(await firstTitles(page, 3), ['first', 'second edited', 'third']));
    await eventually(async () => assert.match(await focused(page), /second edited/));

    // While a change is on its way, the task takes no other.
    await page.getByText('Saving…').waitFor({ state: 'detached' });
    await tabTo(page, /^button Delete second edited/);
    await press(page, 'Enter');
    await eventually(async () => assert.deepEqual(await myTitles(), ['first', 'third']));
    await eventually(async () => assert.match(await focused(page), /^input third/));
  });
});
