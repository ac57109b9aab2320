import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { problemAnswer } from './support/fake-answer.ts';
import { addTask, row, tick, titles } from './support/tasks-page.ts';

const html = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>&lt;b&gt;';

/** Fails when any of the text has become an element or has run. */
async function assertInert(page: Page): Promise<void> {
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'hit')), undefined);
  assert.equal(await page.locator('#root img, #root script, #root b').count(), 0);
}

/** Fails when something is wider than the window. */
async function assertNoOverflow(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { documentElement } = document;
    return { scrollWidth: documentElement.scrollWidth, clientWidth: documentElement.clientWidth };
  });
  assert.ok(scrollWidth <= clientWidth, `the page is ${scrollWidth} px wide in a window of ${clientWidth} px`);
}

describeInBrowser('text that is not meant well', (scene) => {
  it('is shown as text in tasks, whatever it is', async () => {
    const hostile = [
      html,
      '‮evil',
      'x'.repeat(200),
      '𝕿𝖊𝖘𝖙 👩‍👩‍👧‍👦',
      "'; DROP TABLE tasks; --",
      '{{constructor}} ${1+1}',
      '__proto__',
    ];
    const page = await scene().visit('/tasks');
    for (const title of hostile) await addTask(page, title);
    await eventually(async () => assert.deepEqual((await titles(page)).toSorted(), hostile.toSorted()));
    await tick(page, html).click();
    await row(page, '__proto__')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await eventually(async () => assert.equal((await titles(page)).length, hostile.length - 1));
    await assertInert(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await assertNoOverflow(page);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('is shown as text in errors', async () => {
    scene().api.intercept = ({ url }) =>
      url.pathname === '/api/tasks' ? problemAnswer(500, 'internal-error', html, { detail: html }) : undefined;
    const page = await scene().visit('/tasks');
    await page.getByText(html).first().waitFor();
    await assertInert(page);
  });

  it('is shown as text in the health report', async () => {
    const { health } = scene().api;
    const { api } = health.report.services;
    assert.ok(api);
    const names = [html, 'constructor', 'toString', 'x'.repeat(300), ' ', ''];
    const services = Object.fromEntries(names.map((name) => [name, api]));
    health.report = {
      ...health.report,
      version: html,
      services: { ...health.report.services, ...services },
      system: { ...health.report.system, platform: 'y'.repeat(300) },
    };
    const page = await scene().visit('/');
    await page.getByRole('heading', { name: 'constructor' }).waitFor();
    assert.equal(await page.getByRole('article').count(), names.length + 3);
    await page.getByText(html).first().waitFor();
    await assertInert(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await assertNoOverflow(page);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('is shown as text in the address', async () => {
    const page = await scene().visit(`/${encodeURIComponent(html)}?state=${encodeURIComponent(html)}`);
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await assertInert(page);
    await page.goto(`${scene().url}/tasks?state=${encodeURIComponent(html)}`);
    await page.getByText('No tasks yet').waitFor();
  });
});
