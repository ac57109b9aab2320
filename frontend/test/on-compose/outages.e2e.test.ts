import type { Page } from 'playwright-core';
import { whileAway } from '../support/compose-service.ts';
import { describeOnStack } from '../support/describe-on-stack.ts';
import { shoot } from '../support/shoot.ts';
import { addTask, tick } from '../support/tasks-page.ts';

const overall = (page: Page, word: string) => page.getByRole('heading', { name: `The whole system: ${word}` });

const unhealthy = (page: Page, name: string) =>
  page.getByRole('article', { name }).getByText('Unhealthy', { exact: true }).first();

const goTo = (page: Page, view: 'Health' | 'Tasks') => page.getByRole('link', { name: new RegExp(`^${view}`) }).click();

/** Milliseconds in which a service is there again: a container has to start. */
const recovery = { timeout: 30_000 };

describeOnStack('outages of containers', (scene) => {
  async function visitHealthy(): Promise<Page> {
    const page = await scene().visit('/');
    await overall(page, 'All healthy').waitFor(recovery);
    return page;
  }

  it('are told while the cache is stopped, and the tasks go on', async () => {
    const page = await visitHealthy();
    await whileAway('cache', 'stopped', async () => {
      await overall(page, 'Degraded').waitFor();
      await unhealthy(page, 'Cache').waitFor();
      await shoot(page, 'cache-stopped');
      await goTo(page, 'Tasks');
      await addTask(page, 'without a cache');
      await tick(page, 'without a cache').waitFor();
      await page.getByText('Served from the database').waitFor();
      await shoot(page, 'cache-stopped-tasks');
    });
    await goTo(page, 'Health');
    await overall(page, 'All healthy').waitFor(recovery);
  });

  it('are told while the database hangs, in both views, which come back by themselves', async () => {
    await scene().tasks.add('still there');
    const page = await visitHealthy();
    await whileAway('database', 'paused', async () => {
      await overall(page, 'Not working').waitFor();
      await unhealthy(page, 'Database').waitFor();
      await shoot(page, 'database-paused');
      await goTo(page, 'Tasks');
      const waits = page.getByText('Still loading');
      const failed = page.getByRole('link', { name: 'See the system’s health' });
      await waits.or(failed).first().waitFor({ timeout: 20_000 });
      await shoot(page, 'database-paused-tasks');
    });
    await tick(page, 'still there').waitFor(recovery);
    await goTo(page, 'Health');
    await overall(page, 'All healthy').waitFor(recovery);
  });

  it('are told while the API is killed, and the page comes back by itself', async () => {
    const page = await visitHealthy();
    await whileAway('api', 'killed', async () => {
      await page.getByText('Connection to the API lost').waitFor();
      await overall(page, 'Unknown').waitFor();
      await shoot(page, 'api-killed');
    });
    await overall(page, 'All healthy').waitFor(recovery);
    await page.getByText('Live').waitFor();
  });
});
