import assert from 'node:assert/strict';
import { product } from '@app/contract/product';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { problemAnswer } from './support/fake-answer.ts';
import { row, titles } from './support/tasks-page.ts';

const away = () =>
  problemAnswer(503, 'unavailable', 'The database cannot be reached', { detail: 'It is being waited for.' });

describeInBrowser('tasks view, list', (scene) => {
  it('shows the tasks, newest first, and that there are no more', async () => {
    scene().api.tasks.add('older', 'done');
    scene().api.tasks.add('newer');
    const page = await scene().visit('/tasks');
    await row(page, 'older').waitFor();
    assert.deepEqual(await titles(page), ['newer', 'older']);
    assert.equal(await row(page, 'older').getByRole('checkbox').isChecked(), true);
    assert.equal(await row(page, 'newer').getByRole('checkbox').isChecked(), false);
    await page.getByText('All shown: 2 tasks').waitFor();
    assert.equal(await page.title(), `Tasks · ${product.displayName}`);
  });

  it('loads more by the cursor', async () => {
    scene().api.tasks.fill(220);
    const page = await scene().visit('/tasks');
    await page.getByText('50 tasks shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('150 tasks shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('All shown: 220 tasks').waitFor();
    const shown = await titles(page);
    assert.deepEqual([shown[0], shown.at(-1), new Set(shown).size], ['Task 1', 'Task 220', 220]);
    assert.equal(await page.getByRole('button', { name: 'Load more' }).count(), 0);
  });

  it('keeps what it has when more cannot be loaded, and says so', async () => {
    scene().api.tasks.fill(60);
    const page = await scene().visit('/tasks');
    await page.getByText('50 tasks shown').waitFor();
    scene().api.intercept = ({ url }) => (url.searchParams.has('cursor') ? away() : undefined);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('The database cannot be reached. There is more to load.').waitFor();
    assert.equal((await titles(page)).length, 50);
    scene().api.intercept = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('All shown: 60 tasks').waitFor();
  });

  it('says where the answer came from', async () => {
    const page = await scene().visit('/tasks');
    await page.getByText('Served from the database', { exact: true }).waitFor();
    scene().api.tasks.cache = 'hit';
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('Served from the cache').waitFor();
    scene().api.tasks.cache = 'bypass';
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('Served from the database (cache unavailable)').waitFor();
  });

  it('reloads from the first page only', async () => {
    scene().api.tasks.fill(220);
    const page = await scene().visit('/tasks');
    await page.getByText('50 tasks shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('150 tasks shown').waitFor();
    scene().api.tasks.add('from elsewhere');
    const asked = scene().api.requests.length;
    await page.getByRole('button', { name: 'Reload' }).click();
    await row(page, 'from elsewhere').waitFor();
    assert.equal(scene().api.requests.length, asked + 1);
  });

  it('says what is empty, for each filter', async () => {
    const page = await scene().visit('/tasks');
    await page.getByRole('heading', { name: 'No tasks yet' }).waitFor();
    await page.getByText('Open', { exact: true }).click();
    await page.getByRole('heading', { name: 'Nothing left to do' }).waitFor();
    await page.getByText('Done', { exact: true }).click();
    await page.getByRole('heading', { name: 'Nothing done yet' }).waitFor();
  });

  it('says that it loads, and that it takes long', async () => {
    scene().api.delayMs = 2_600;
    const page = await scene().visit('/tasks');
    await page.getByText('Loading tasks…').waitFor();
    await page.getByText('Still loading…').waitFor();
    await page.getByText('No tasks yet').waitFor();
  });

  it('says why there is no list while the database is away, and shows it when it is back', async () => {
    scene().api.tasks.add('still there');
    scene().api.intercept = ({ url }) => (url.pathname.startsWith('/api/') ? away() : undefined);
    const page = await scene().visit('/tasks');
    await page.getByText('The database cannot be reached').waitFor();
    await page.getByText('It is being waited for.').waitFor();
    await page.getByRole('heading', { name: 'The tasks cannot be shown' }).waitFor();
    await page.getByRole('link', { name: 'See the system’s health' }).waitFor();
    scene().api.intercept = () => undefined;
    // By itself, without a click.
    await row(page, 'still there').waitFor();
    assert.equal(await page.getByText('The database cannot be reached').count(), 0);
  });

  it('keeps an old list when reloading fails, and says that it is old', async () => {
    scene().api.tasks.add('old but there');
    const page = await scene().visit('/tasks');
    await row(page, 'old but there').waitFor();
    scene().api.intercept = ({ url }) => (url.pathname.startsWith('/api/') ? away() : undefined);
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('The list below may be out of date.').waitFor();
    assert.deepEqual(await titles(page), ['old but there']);
    scene().api.intercept = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The list below may be out of date.').waitFor({ state: 'detached' });
  });

  it('says what is wrong with an answer that is not as agreed', async () => {
    scene().api.intercept = ({ url }) =>
      url.pathname === '/api/tasks' ? { status: 200, body: { items: [{ id: 1 }], nextCursor: null } } : undefined;
    const page = await scene().visit('/tasks');
    await page.getByText('The API’s answer is not understood').waitFor();
    await page.getByText(/items\.0\.id/).waitFor();
  });

  it('keeps the list while one looks at the other view', async () => {
    scene().api.tasks.add('kept');
    const page = await scene().visit('/tasks');
    await row(page, 'kept').waitFor();
    await page.getByRole('link', { name: /^Health/ }).click();
    await page.getByRole('heading', { name: 'System health' }).waitFor();
    scene().api.intercept = ({ url }) => (url.pathname === '/api/tasks' ? away() : undefined);
    await page.getByRole('link', { name: 'Tasks' }).click();
    await row(page, 'kept').waitFor();
  });
});
