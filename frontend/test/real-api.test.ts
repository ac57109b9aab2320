import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { startRealApi, type RealApi } from './support/real-api.ts';
import { addTask, row, tick, titles } from './support/tasks-page.ts';

const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: cacheUrl } = process.env;

const overall = (page: Page, word: string) => page.getByRole('heading', { name: `The whole system: ${word}` });

describeInBrowser('with the real API (on TEST_DATABASE_URL and TEST_REDIS_URL)', (scene) => {
  let real: RealApi | undefined;
  before(async function start() {
    this.timeout(60_000);
    if (!databaseUrl || !cacheUrl) return this.skip();
    real = await startRealApi({ database: databaseUrl, cache: cacheUrl });
    return undefined;
  });
  beforeEach(async () => {
    assert.ok(real);
    await Promise.all([real.database.open(), real.cache.open()]);
    scene().gate.lead({ port: real.port });
  });
  after(() => real?.stop());

  /** The API, once it is known to run. */
  function api(): RealApi {
    assert.ok(real);
    return real;
  }

  it('shows that all is healthy, with latencies', async () => {
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await page.getByText('Live').waitFor();
    await page.getByText('Ready', { exact: true }).waitFor();
    for (const name of ['API', 'Database', 'Cache']) {
      const card = page.getByRole('article', { name });
      await card.getByText('Healthy', { exact: true }).first().waitFor();
      assert.match(await card.innerText(), /\d+(?:\.\d)? ms\s+latency/);
    }
    assert.match(await page.getByRole('main').innerText(), /Phase\s+Ready\s+Version\s+\d+\.\d+\.\d+/);
  });

  it('shows within seconds that Redis is gone and back, while the tasks go on', async () => {
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await api().cache.shut();
    await overall(page, 'Degraded').waitFor();
    await page.getByText('Cache is not healthy; the application keeps working without it.').waitFor();
    assert.match(await page.getByRole('article', { name: 'Cache' }).innerText(), /Cache refuses connections\./);

    await page.getByRole('link', { name: 'Tasks' }).click();
    await addTask(page, 'without a cache');
    await tick(page, 'without a cache').click();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('Answered from the database, since the cache is away').waitFor();
    assert.equal(await tick(page, 'without a cache').isChecked(), true);

    await api().cache.open();
    await page.getByRole('link', { name: /^Health/ }).click();
    await overall(page, 'All healthy').waitFor();
    await page
      .getByRole('article', { name: 'Cache' })
      .getByText(/\d changes/)
      .waitFor();
  });

  it('shows that PostgreSQL is gone, takes a change back, and goes on when it is there again', async function slow() {
    this.timeout(60_000);
    const page = await scene().visit('/tasks');
    await addTask(page, 'before the outage');
    await tick(page, 'before the outage').waitFor();
    await api().database.shut();
    await page.getByRole('link', { name: /^Health \(Error: Database\)/ }).waitFor();
    await tick(page, 'before the outage').click();
    await row(page, 'before the outage').getByText('The change was not saved.').waitFor({ timeout: 30_000 });
    assert.equal(await tick(page, 'before the outage').isChecked(), false);

    await api().database.open();
    await page.getByRole('link', { name: /^Health \(All healthy\)/ }).waitFor();
    await row(page, 'before the outage').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The change was not saved.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Reload' }).click();
    await eventually(async () => assert.equal(await tick(page, 'before the outage').isChecked(), true));
  });

  it('adds, ticks, edits, filters and deletes, and all of it lasts', async () => {
    const page = await scene().visit('/tasks');
    await addTask(page, 'lasting');
    await addTask(page, 'passing');
    await tick(page, 'lasting').click();
    await row(page, 'lasting').getByText('Saving…').waitFor({ state: 'detached' });
    await row(page, 'lasting').getByRole('button', { name: /^Edit/ }).click();
    await page.getByLabel('Title', { exact: true }).fill('ever lasting');
    await page.keyboard.press('Enter');
    await row(page, 'ever lasting').getByText('Saving…').waitFor({ state: 'detached' });
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

  it('says that a second look was answered from the cache', async () => {
    const page = await scene().visit('/tasks');
    await addTask(page, 'looked at twice');
    await tick(page, 'looked at twice').waitFor();
    await eventually(async () => {
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByText('Answered from the cache').waitFor({ timeout: 1_000 });
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
    await row(theirs, 'theirs').getByText('Saving…').waitFor({ state: 'detached' });

    await tick(mine, 'ours').click();
    const conflict = mine.getByRole('region', { name: 'Conflict' });
    await conflict.waitFor();
    assert.match(await conflict.innerText(), /Mine\s+ours \(done\)\s+Theirs\s+theirs \(open\)/);
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await conflict.waitFor({ state: 'detached' });
    await theirs.getByRole('button', { name: 'Reload' }).click();
    await eventually(async () => assert.equal(await tick(theirs, 'theirs').isChecked(), true));
  });

  it('comes back by itself when the API was restarted', async function slow() {
    this.timeout(60_000);
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await scene().gate.shut();
    await page.getByText('Connection to the API lost').waitFor();
    await scene().gate.open();
    await overall(page, 'All healthy').waitFor();
    await page.getByText('Live').waitFor();
  });
});
