import assert from 'node:assert/strict';
import { product } from '@app/contract/product';
import type { Page } from 'playwright-core';
import { describeOnStack } from '../support/describe-on-stack.ts';
import { eventually } from '../support/eventually.ts';

const overall = (page: Page, word: string) => page.getByRole('heading', { name: `The whole system: ${word}` });

describeOnStack('health view of a whole stack', (scene) => {
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
    assert.equal(await page.title(), `All healthy · ${product.displayName}`);
    assert.equal(await page.locator('link[rel=icon]').getAttribute('href'), '/icons/ok.svg');
  });

  it('has nothing to complain of', async () => {
    const complaints: string[] = [];
    const page = await scene().visit('/no/such/page');
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.getByRole('link', { name: 'Go to the health view' }).click();
    await overall(page, 'All healthy').waitFor();
    await page.getByRole('link', { name: 'Tasks' }).click();
    await page.getByText(/Served from the (?:database|cache)/).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('draws the latencies of the last two minutes, which the API remembers', async () => {
    const page = await scene().visit('/');
    const bars = page.getByRole('article', { name: 'Database' }).getByRole('img', { name: /Latency over the last/ });
    await eventually(async () => assert.ok((await bars.locator('[data-tone=ok]').count()) > 0));
  });

  it('is kept up to date', async () => {
    const page = await scene().visit('/');
    const uptime = page.locator('dt', { hasText: 'Uptime' }).locator('+ dd');
    const before = await uptime.innerText();
    // It is the report's, not the page's.
    await eventually(async () => assert.notEqual(await uptime.innerText(), before));
    await page.getByText('updated just now').waitFor();
  });

  it('says that the connection is lost, and comes back by itself', async () => {
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor();
    await scene().gate.shut();
    await page.getByText('Connection to the API lost').waitFor();
    await overall(page, 'Unknown').waitFor();
    await scene().gate.open();
    await overall(page, 'All healthy').waitFor();
    await page.getByText('Live').waitFor();
  });
});
