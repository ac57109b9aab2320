import assert from 'node:assert/strict';
import { describeInBrowser } from './support/describe-in-browser.ts';

describeInBrowser('application', (scene) => {
  it('says so under an address that has no view, and leads back', async () => {
    const page = await scene().visit('/no/such/page');
    await page.getByText('There is nothing under /no/such/page.').waitFor();
    assert.equal(await page.title(), 'Page not found · Zero to Running');
    await page.getByRole('link', { name: 'Go to the health view' }).click();
    await page.getByRole('heading', { name: 'System health' }).waitFor();
  });

  it('keeps the rest working when a view cannot be loaded', async () => {
    const page = await scene().visit('/');
    await page.route('**/tasks-page-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Tasks' }).click();
    await page.getByRole('heading', { name: 'This view has crashed' }).waitFor();
    await page.getByRole('link', { name: /^Health/ }).click();
    await page.getByText('Every service answers.').waitFor();
    await page.unroute('**/tasks-page-*.js');
  });

  it('says so when it crashes as a whole, and can be reloaded', async () => {
    const page = await scene().visit('/no/such/page', { locale: 'en-GB' });
    await page.addInitScript(() => {
      if (sessionStorage.getItem('repaired')) return;
      Object.assign(Array.prototype, {
        toSorted: () => {
          throw new Error('sorting is broken');
        },
      });
    });
    await page.reload();
    await page.getByRole('heading', { name: 'This view has crashed' }).waitFor();
    await page.getByText('sorting is broken').waitFor();
    await page.evaluate(() => sessionStorage.setItem('repaired', 'yes'));
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  });

  it('fits a window of 360 pixels', async () => {
    scene().api.tasks.fill(3);
    const page = await scene().visit('/', { viewport: { width: 360, height: 740 } });
    await page.getByText('Every service answers.').waitFor();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok((await overflow()) <= 0);
    await page.getByRole('link', { name: 'Tasks' }).click();
    await page.getByText('All shown: 3 tasks').waitFor();
    assert.ok((await overflow()) <= 0);
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
});
