import assert from 'node:assert/strict';
import { product } from '@app/contract/product';
import type { Page } from 'playwright-core';
import { eventually } from './support/eventually.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';

const overall = (page: Page, word: string) => page.getByRole('heading', { name: `The whole system: ${word}` });

const serviceTones = (page: Page) =>
  page.locator('article .ztr-badge').evaluateAll((badges) => badges.map((badge) => badge.getAttribute('data-tone')));

/** All that is shown as well by the report. */
const okOfReport = ':is(.ztr-overall, article:not([data-service=frontend])) [data-tone=ok], .ztr-overall[data-tone=ok]';

/** Makes the page believe that its tab is hidden, or seen again. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

describeInBrowser('health view and its connection', (scene) => {
  it('polls while the stream is refused, and returns to the stream', async () => {
    const { health } = scene().api;
    health.stream = 'refused';
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await page.getByText('Polling').waitFor();
    health.fail('cache', 'timeout');
    await overall(page, 'Degraded').waitFor();
    health.stream = 'open';
    await page.getByText('Live').waitFor({ timeout: 15_000 });
    await overall(page, 'Degraded').waitFor();
  });

  it('polls when a stream opens but sends nothing', async () => {
    scene().api.health.stream = 'silent';
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await page.getByText('Polling').waitFor();
  });

  it('shows an old report as stale: nothing stays green', async () => {
    const { health } = scene().api;
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    health.frozenAt = new Date(Date.now() - 8_000);
    await page.getByText('Stale report').waitFor();
    await overall(page, 'Unknown').waitFor();
    await page.getByText('There is no fresh report. Last known: All healthy.').waitFor();
    // The frontend is not in the report: it is asked from here, and does answer.
    assert.deepEqual(await serviceTones(page), ['ok', 'unknown', 'unknown', 'unknown']);
    assert.equal(await page.locator(okOfReport).count(), 0);
    assert.equal(await page.title(), `Stale · ${product.displayName}`);
    health.frozenAt = null;
    await overall(page, 'All healthy').waitFor();
    assert.equal(await page.getByText('Stale report').count(), 0);
  });

  it('says that the connection is lost, why, and when it tries again; and comes back by itself', async () => {
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await scene().gate.shut();
    await page.getByText('Connection to the API lost').waitFor();
    const main = page.getByRole('main');
    assert.match(await main.innerText(), /The API cannot be reached.*ECONNREFUSED.*make dev/);
    await page.getByText(/Next attempt in \d+ s|Trying now/).waitFor();
    await overall(page, 'Unknown').waitFor();
    assert.equal(await page.locator(okOfReport).count(), 0);
    assert.match(await main.innerText(), /Was healthy since/);
    assert.equal(await page.title(), `No connection · ${product.displayName}`);
    await eventually(async () =>
      assert.equal(await page.getByRole('status').innerText(), 'The connection to the API is lost.'),
    );

    await scene().gate.open();
    await overall(page, 'All healthy').waitFor();
    await page.getByText('Live').waitFor();
    await eventually(async () =>
      assert.equal(await page.getByRole('status').innerText(), 'Reports are arriving again. All healthy.'),
    );
  });

  it('tries at once when asked to', async () => {
    await scene().gate.shut();
    const page = await scene().visit('/');
    await page.getByText('Connection to the API lost').waitFor();
    await page.getByText('System status is unknown.').waitFor();
    await page.getByText('No report has arrived yet.').waitFor();
    // By now the pauses between attempts have become long.
    await page.getByText(/Next attempt in [3-9] s/).waitFor({ timeout: 20_000 });
    const attempt = page.waitForRequest('**/health/all', { timeout: 1_500 });
    await page.getByRole('button', { name: 'Try now' }).click();
    await attempt;
    await scene().gate.open();
    await overall(page, 'All healthy').waitFor({ timeout: 15_000 });
  });

  it('waits with words for the first report', async () => {
    scene().api.health.stream = 'silent';
    scene().api.intercept = ({ url }) => (url.pathname === '/health/all' ? { status: 204 } : undefined);
    const page = await scene().visit('/');
    await page.getByText('Connecting to the API…').waitFor();
  });

  it('says so when an answer is not a report', async () => {
    scene().api.health.stream = 'refused';
    scene().api.intercept = ({ url }) =>
      url.pathname === '/health/all' ? { status: 200, body: { status: 'fine' } } : undefined;
    const page = await scene().visit('/');
    await page.getByText(/The API’s answer is not understood/).waitFor();
  });

  it('asks nobody while the tab is hidden, and is fresh at once when it is seen', async () => {
    const { health } = scene().api;
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await setHidden(page, true);
    await eventually(() => assert.equal(health.readers, 0));
    assert.equal(await page.title(), `Paused · ${product.displayName}`);
    health.fail('cache', 'timeout');
    await setHidden(page, false);
    await overall(page, 'Degraded').waitFor({ timeout: 2_000 });
    assert.equal(health.readers, 1);
  });

  it('keeps one connection across views', async () => {
    const { health } = scene().api;
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await page.getByRole('link', { name: 'Tasks' }).click();
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    assert.equal(health.readers, 1);
    health.fail('database', 'timeout');
    await eventually(async () =>
      assert.equal(await page.title(), `Not working: Database · Tasks · ${product.displayName}`),
    );
    await page.getByRole('link', { name: /^Health \(Not working: Database\)$/ }).waitFor();
  });

  it('explains why details are hidden', async () => {
    const { health } = scene().api;
    health.redacted = true;
    health.fail('cache', 'refused');
    const page = await scene().visit('/');
    await overall(page, 'Degraded').waitFor();
    await page.getByText(/because HEALTH_DETAIL_TOKEN is set/).waitFor();
    assert.deepEqual(await serviceTones(page), ['ok', 'ok', 'ok', 'degraded']);
    assert.doesNotMatch(await page.getByRole('main').innerText(), /refuses|latency|Version/);
  });
});
