import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { titles } from './support/tasks-page.ts';

/** What has the focus, as a screen reader would name it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent;
    return `${element?.tagName.toLowerCase()} ${label?.trim() ?? ''}`;
  });
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, target: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (target.test(now)) return;
    seen.push(now);
  }
  assert.fail(`Tab never reached ${target}; it went over ${seen.join(' | ')}`);
}

describeInBrowser('by keyboard alone', (scene) => {
  it('one skips to the content, goes to the tasks, and the focus follows', async () => {
    const page = await scene().visit('/');
    await tabTo(page, /^a Skip to the content/);
    await press(page, 'Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
    await press(page, 'Shift+Tab');
    assert.match(await focused(page), /^a Tasks/);
    await press(page, 'Enter');
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.id), 'content'));
  });

  it('one unfolds and scrolls the changes of a service', async () => {
    const { health } = scene().api;
    health.fail('cache', 'timeout');
    health.heal('cache');
    const page = await scene().visit('/');
    await page.getByText('2 changes').waitFor();
    await tabTo(page, /^summary 2 changes/);
    await press(page, 'Enter');
    await page.getByRole('region', { name: 'Changes of Cache' }).waitFor();
    await press(page, 'Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'region');
  });

  it('one adds, ticks, edits and deletes tasks without losing the place', async () => {
    const page = await scene().visit('/tasks');
    await page.getByText('No tasks yet').waitFor();
    await tabTo(page, /^input Title of the new task/);
    for (const title of ['third', 'second', 'first']) {
      await page.keyboard.type(title);
      await press(page, 'Enter');
      await eventually(() => assert.equal(scene().api.tasks.all[0]?.title, title));
    }
    await eventually(async () => assert.deepEqual(await titles(page), ['first', 'second', 'third']));

    await tabTo(page, /^input first/);
    await press(page, 'Space');
    await eventually(() => assert.equal(scene().api.tasks.all[0]?.state, 'done'));
    assert.match(await focused(page), /^input first/);

    await tabTo(page, /^button Edit second/);
    await press(page, 'Enter');
    assert.match(await focused(page), /^input Title/);
    await press(page, 'End');
    await page.keyboard.type(' edited');
    await press(page, 'Enter');
    await eventually(async () => assert.deepEqual(await titles(page), ['first', 'second edited', 'third']));
    await eventually(async () => assert.match(await focused(page), /second edited/));

    // While a change is on its way, the task takes no other.
    await page.getByText('Saving…').waitFor({ state: 'detached' });
    await tabTo(page, /^button Delete second edited/);
    await press(page, 'Enter');
    await eventually(async () => assert.deepEqual(await titles(page), ['first', 'third']));
    await eventually(async () => assert.match(await focused(page), /^input third/));
  });

  it('one chooses a filter with the arrow keys', async () => {
    scene().api.tasks.add('did', 'done');
    scene().api.tasks.add('to do');
    const page = await scene().visit('/tasks');
    await page.getByText('All shown: 2 tasks').waitFor();
    await tabTo(page, /^input All/);
    await press(page, 'ArrowRight');
    await eventually(async () => assert.deepEqual(await titles(page), ['to do']));
    await press(page, 'ArrowRight');
    await eventually(async () => assert.deepEqual(await titles(page), ['did']));
  });

  it('one resolves a conflict', async () => {
    const task = scene().api.tasks.add('shared');
    const page = await scene().visit('/tasks');
    await page.getByText('All shown: 1 task').waitFor();
    await tabTo(page, /^input shared/);
    scene().api.tasks.change(task.id, { title: 'theirs' });
    await press(page, 'Space');
    await page.getByRole('region', { name: 'Conflict' }).waitFor();
    await tabTo(page, /^button Take theirs/);
    await press(page, 'Enter');
    await eventually(async () => assert.deepEqual(await titles(page), ['theirs']));
    await eventually(async () => assert.match(await focused(page), /theirs/));
  });

  it('one loads more until the end, where the focus stays', async () => {
    scene().api.tasks.fill(60);
    const page = await scene().visit('/tasks');
    await page.getByRole('button', { name: 'Load more' }).focus();
    await press(page, 'Enter');
    await page.getByText('All shown: 60 tasks').waitFor();
    await eventually(async () => assert.equal(await focused(page), 'p All shown: 60 tasks'));
  });
});
