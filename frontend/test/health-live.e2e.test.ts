import assert from 'node:assert/strict';
import { product } from '@app/contract/product';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './support/eventually.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';

const card = (page: Page, name: string): Locator => page.getByRole('article', { name });

const iconOf = (page: Page) => page.locator('link[rel=icon]').getAttribute('href');

describeInBrowser('health view, live', (scene) => {
  it('shows the whole and each service, as word, icon and colour', async () => {
    const page = await scene().visit('/');
    await page.getByRole('heading', { name: 'The whole system: All healthy' }).waitFor();
    for (const [name, latency] of [
      ['API', '0.2 ms'],
      ['Database', '1.1 ms'],
      ['Cache', '0.4 ms'],
    ] as const) {
      const text = await card(page, name).innerText();
      assert.match(text, /Healthy/);
      assert.ok(text.includes(latency), `${name}: ${text}`);
      assert.equal(await card(page, name).locator('.ztr-icon').getAttribute('data-tone'), 'ok');
      assert.match(text, /Since\s.*\(57 min/);
      assert.equal(text.match(/healthy/gi)?.length, 1, 'each fact once');
    }
    assert.match(await page.getByRole('main').innerText(), /Version\s+1\.0\.0\+abc1234/);
    assert.match(await page.getByRole('main').innerText(), /Memory\s+96 MB of 2 GB/);
    assert.match(await page.getByRole('main').innerText(), /Phase\s+Ready/);
  });

  it('draws the last two minutes, and tells them to those who do not see them', async () => {
    const page = await scene().visit('/');
    const bars = card(page, 'Database').getByRole('img', { name: /Latency over the last 2 minutes: between/ });
    await bars.waitFor();
    await eventually(async () => assert.ok((await bars.locator('[data-tone=ok]').count()) > 30));
    assert.match(await card(page, 'Database').innerText(), /2 min ago\s+peak 2\.\d ms\s+now/);
  });

  it('has an axis on each chart, and one legend for all', async () => {
    const page = await scene().visit('/');
    await card(page, 'Database')
      .getByRole('img', { name: /between/ })
      .waitFor();
    assert.match(await card(page, 'Database').locator('.ztr-latency-axis').innerText(), /^\d[\d.]* ms\s+0$/);
    const legend = page.locator('.ztr-legend');
    assert.equal(await legend.count(), 1);
    assert.match(await legend.innerText(), /answered[^]*failed[^]*not asked/);
  });

  it('shows the frontend as the fourth service, as it is seen from here', async () => {
    const page = await scene().visit('/', { colorScheme: 'light' });
    const frontend = card(page, 'Frontend');
    await frontend.getByText('Healthy', { exact: true }).waitFor();
    await page.route('**/', (route) => (route.request().method() === 'HEAD' ? route.abort() : route.continue()));
    await frontend.getByText('Unhealthy', { exact: true }).first().waitFor();
    await page.getByRole('heading', { name: 'The whole system: Degraded' }).waitFor();
  });

  it('leads on from the services, with what a deployed system does not have only where there is a stack', async () => {
    const { health } = scene().api;
    const page = await scene().visit('/');
    await card(page, 'Frontend').getByRole('link', { name: 'Application' }).waitFor();
    await card(page, 'API').getByRole('link', { name: 'Report as JSON' }).waitFor();
    assert.equal(await page.getByText(/make logs|API docs/).count(), 0);
    health.report = { ...health.report, stack: 'shop-1a2b' };
    await card(page, 'API').getByRole('link', { name: 'API docs' }).waitFor();
    for (const name of ['frontend', 'api', 'database', 'cache']) {
      await page.getByText(`make logs SERVICE=${name}`, { exact: true }).waitFor();
    }
  });

  it('follows the flips of the stream: card, whole, title, icon, history, live region', async () => {
    const page = await scene().visit('/');
    await page.getByText('Every service answers.').waitFor();
    assert.equal(await page.title(), `All healthy · ${product.displayName}`);

    scene().api.health.fail('cache', 'refused');
    await page.getByRole('heading', { name: 'Degraded' }).waitFor();
    await page.getByText('Cache is not healthy; the application keeps working without it.').waitFor();
    assert.match(await card(page, 'Cache').innerText(), /Cache refuses connections\. It is probably not running/);
    assert.match(await card(page, 'Cache').innerText(), /no answer/);
    assert.equal(await page.title(), `Degraded: Cache · ${product.displayName}`);
    await eventually(async () => assert.equal(await iconOf(page), '/icons/degraded.svg'));
    await eventually(async () =>
      assert.equal(await page.getByRole('status').innerText(), 'Cache: unhealthy, refuses connections.'),
    );

    scene().api.health.heal('cache');
    await page.getByRole('heading', { name: 'All healthy' }).waitFor();
    await eventually(async () => assert.equal(await page.getByRole('status').innerText(), 'Cache: healthy.'));
    await eventually(async () => assert.equal(await iconOf(page), '/icons/ok.svg'));
    await card(page, 'Cache').getByText('2 changes').click();
    const changes = card(page, 'Cache').getByRole('listitem');
    assert.match(await changes.nth(0).innerText(), /Healthy/);
    assert.match(await changes.nth(1).innerText(), /Unhealthy[^]*refuses connections/);
  });

  it('shows the unhealthy 503 as a state, not as a failure', async () => {
    scene().api.health.fail('database', 'timeout');
    scene().api.health.stream = 'refused';
    const page = await scene().visit('/');
    await page.getByRole('heading', { name: 'Not working' }).waitFor();
    await page.getByText('Database is not healthy; the application cannot work without it.').waitFor();
    assert.equal(await page.title(), `Not working: Database · ${product.displayName}`);
    assert.equal(await page.getByText('Connection to the API lost').count(), 0);
  });

  it('announces a flip once', async () => {
    const page = await scene().visit('/');
    await page.getByText('Every service answers.').waitFor();
    await page.evaluate(() => {
      const region = document.querySelector('[role=status]');
      const said: string[] = [];
      if (region)
        new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
          childList: true,
          subtree: true,
        });
      Object.assign(globalThis, { said });
    });
    scene().api.health.fail('database', 'auth');
    await page.getByRole('heading', { name: 'Not working' }).waitFor();
    // Several more reports of the same state.
    for (let count = 0; count < 5; count += 1) scene().api.health.emit();
    scene().api.health.fail('cache', 'timeout');
    await card(page, 'Cache').getByText('Unhealthy', { exact: true }).first().waitFor();
    await eventually(async () => {
      assert.deepEqual(await page.evaluate(() => Reflect.get(globalThis, 'said')), [
        'Database: unhealthy, rejects the credentials.',
        'Cache: unhealthy, does not answer in time.',
      ]);
    });
  });

  it('says how old the report is, whatever the clock of the machine says', async () => {
    const page = await scene().visit('/');
    await page.getByText('updated just now').waitFor();
    const ahead = await scene().visit('/', { colorScheme: 'light' });
    await ahead.clock.install({ time: Date.now() + 3_600_000 });
    await ahead.reload();
    await ahead.getByText('Every service answers.').waitFor();
    await ahead.getByText('updated just now').waitFor();
  });

  it('says which phase the API is in', async () => {
    const { health } = scene().api;
    health.report = { ...health.report, phase: 'draining' };
    const page = await scene().visit('/');
    await page.getByText('The API is shutting down and takes no new requests.').waitFor();
    health.report = { ...health.report, phase: 'starting' };
    await page.getByText('The API is starting and takes no requests yet.').waitFor();
  });

  it('shows a service that it has never heard of', async () => {
    const { health } = scene().api;
    health.report = {
      ...health.report,
      services: { ...health.report.services, queue: health.report.services['api']! },
    };
    const page = await scene().visit('/');
    await card(page, 'queue').getByText('Healthy', { exact: true }).waitFor();
  });
});
