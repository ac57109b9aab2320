import assert from 'node:assert/strict';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { focused, press, tabTo } from './support/keyboard.ts';
import { titles } from './support/tasks-page.ts';

describeInBrowser('by keyboard alone', (scene) => {
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
