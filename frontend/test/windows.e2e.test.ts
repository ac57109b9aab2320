import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';

const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();

const tasksHeading = (page: Page) => page.getByRole('heading', { name: 'Tasks', exact: true });

describeInBrowser('many windows of one browser', (scene) => {
  it('share one stream, so that the seventh loads and is live; another takes over when the first is closed', async () => {
    const { api, url } = scene();
    const first = await scene().visit('/', { colorScheme: 'light' });
    const pages = [first];
    for (let count = 2; count <= 7; count += 1) {
      const page = await first.context().newPage();
      await page.goto(url);
      pages.push(page);
    }
    await Promise.all(pages.map(live));
    assert.equal(api.health.readers, 1);
    // The windows that only listen know the past as well.
    await pages[6]
      ?.getByRole('img', { name: /Latency over the last 2 minutes: between/ })
      .first()
      .waitFor();

    await first.close();
    const rest = pages.slice(1);
    api.health.fail('cache', 'refused');
    await Promise.all(rest.map((page) => page.getByRole('heading', { name: 'Degraded' }).waitFor()));
    await eventually(() => assert.equal(api.health.readers, 1));
  });

  it('try again together when one of them is asked to', async function retry() {
    this.timeout(60_000);
    await scene().gate.shut();
    const first = await scene().visit('/', { colorScheme: 'light' });
    const second = await first.context().newPage();
    await second.goto(scene().url);
    for (const page of [first, second]) await page.getByText('Connection to the API lost').waitFor();
    // By now the pauses between attempts have become long.
    await second.getByText(/Next attempt in [4-9] s/).waitFor({ timeout: 30_000 });
    await scene().gate.open();
    await second.getByRole('button', { name: 'Try now' }).click();
    await Promise.all([first, second].map(live));
    assert.equal(scene().api.health.readers, 1);
  });
});

describeInBrowser('a script that does not load', (scene) => {
  async function failing(path: RegExp, times: number): Promise<{ readonly page: Page; readonly loads: () => number }> {
    const page = await scene().visit('/', { colorScheme: 'light' });
    let left = times;
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.route(path, (route) => ((left -= 1) >= 0 ? route.abort() : route.continue()));
    return { page, loads: () => loads };
  }

  it('of a view is loaded with the page, again', async () => {
    const { page, loads } = await failing(/tasks-page/, 1);
    await page.getByRole('link', { name: 'Tasks' }).click();
    await tasksHeading(page).waitFor();
    assert.equal(loads(), 1);
  });

  it('is not tried for ever', async () => {
    const { page, loads } = await failing(/tasks-page/, Infinity);
    await page.getByRole('link', { name: 'Tasks' }).click();
    await page.getByText('This view has crashed').waitFor();
    assert.equal(loads(), 1);
  });

  it('of the whole application is loaded again', async () => {
    const { page } = await failing(/assets\/index-.*\.js/, 1);
    await page.reload();
    await page.getByText('Every service answers.').waitFor();
  });
});
