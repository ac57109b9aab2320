import assert from 'node:assert/strict';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { problemAnswer } from './support/fake-answer.ts';
import { assertInert, assertNoOverflow, hostileHtml as html } from './support/inert.ts';

describeInBrowser('text that is not meant well', (scene) => {
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
    assert.equal(await page.getByRole('article').count(), names.length + 4);
    await page.getByText(html).first().waitFor();
    await assertInert(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await assertNoOverflow(page);
    await page.setViewportSize({ width: 1280, height: 720 });
  });
});
