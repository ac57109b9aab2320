import assert from 'node:assert/strict';
import { product } from '@app/contract/product';
import { assertAccessible } from '../support/axe.ts';
import { describeOnStack } from '../support/describe-on-stack.ts';
import { assertInert, assertNoOverflow, hostileHtml } from '../support/inert.ts';
import { focused, press, tabTo } from '../support/keyboard.ts';
import { eventually } from '../support/eventually.ts';
import { tick } from '../support/tasks-page.ts';

describeOnStack('application on a whole stack', (scene) => {
  it('says so under an address that has no view, and leads back', async () => {
    const page = await scene().visit('/no/such/page');
    await page.getByText('There is nothing under /no/such/page.').waitFor();
    // Until the first report has come, it says that too.
    await eventually(async () => assert.equal(await page.title(), `Page not found · ${product.displayName}`));
    await page.getByRole('link', { name: 'Go to the health view' }).click();
    await page.getByRole('heading', { name: 'System health' }).waitFor();
  });

  it('shows an address as text, whatever it is', async () => {
    const page = await scene().visit(`/${encodeURIComponent(hostileHtml)}?state=${encodeURIComponent(hostileHtml)}`);
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await assertInert(page);
  });

  it('fits a window of 360 pixels', async () => {
    await scene().tasks.add('x'.repeat(200));
    const page = await scene().visit('/', { viewport: { width: 360, height: 740 } });
    await page.getByText('Every service answers.').waitFor();
    await assertNoOverflow(page);
    await page.getByRole('link', { name: 'Tasks' }).click();
    await tick(page, 'x'.repeat(200)).waitFor();
    await assertNoOverflow(page);
  });

  it('follows the system between light and dark', async () => {
    const page = await scene().visit('/', { colorScheme: 'dark' });
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    await page.emulateMedia({ colorScheme: 'light' });
    assert.notEqual(await background(), dark);
  });

  it('moves nothing for those who do not want it', async () => {
    const page = await scene().visit('/', { reducedMotion: 'reduce' });
    await page.getByText('Live').waitFor();
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  });

  it('can be used by keyboard: one skips to the content, goes to the tasks, and the focus follows', async () => {
    const page = await scene().visit('/');
    await tabTo(page, /^a Skip to the content/);
    await press(page, 'Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
    await press(page, 'Shift+Tab');
    assert.match(await focused(page), /^a Tasks/);
    await press(page, 'Enter');
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.id), 'content'));
  });

  it('stands in nobody’s way, in light and dark', async () => {
    await scene().tasks.add('to be seen', 'done');
    for (const path of ['/', '/tasks']) {
      const page = await scene().visit(path);
      if (path === '/') await page.getByText('Every service answers.').waitFor();
      else await tick(page, 'to be seen').waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page, `${path}, ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: null });
    }
  });
});
