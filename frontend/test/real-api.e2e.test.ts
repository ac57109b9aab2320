import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { startRealApi, type RealApi } from './support/real-api.ts';
import { addTask, row, tick } from './support/tasks-page.ts';

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
    await page.getByText('Served from the database (cache unavailable)').waitFor();
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
    await page.getByRole('link', { name: /^Health \(Not working: Database\)/ }).waitFor();
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
});
