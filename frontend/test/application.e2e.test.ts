import { describeInBrowser } from './support/describe-in-browser.ts';

describeInBrowser('application', (scene) => {
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
      Object.defineProperty(Document.prototype, 'title', {
        set: () => {
          throw new Error('the title is broken');
        },
      });
    });
    await page.reload();
    await page.getByRole('heading', { name: 'This view has crashed' }).waitFor();
    await page.getByText('the title is broken').waitFor();
    await page.evaluate(() => sessionStorage.setItem('repaired', 'yes'));
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  });
});
