import assert from 'node:assert/strict';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { row, tick } from './support/tasks-page.ts';

const count = 2_000;

/** In the page: clicks the way on, which stands last, until there is none. */
async function pageToTheEnd(): Promise<void> {
  const end = document.querySelector('main > div')?.lastElementChild;
  for (let more = end?.querySelector('button'); more; more = end?.querySelector('button')) {
    more.click();
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

/** In the page: gathers the rows that change, as a mark on the document that tests can read. */
function watchRows(): void {
  const changed = new Set<Element>();
  new MutationObserver((mutations) => {
    for (const { target } of mutations) {
      const item = (target instanceof Element ? target : target.parentElement)?.closest('li');
      if (item) changed.add(item);
    }
    document.documentElement.dataset['changedRows'] = String(changed.size);
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}

describeInBrowser('thousands of tasks', (scene) => {
  it('are paged to the end, where a change fetches nothing and touches one row', async function long() {
    this.timeout(120_000);
    scene().api.tasks.fill(count);
    const page = await scene().visit('/tasks');
    await page.getByText('50 tasks shown').waitFor();
    // As fast as the button allows, which is faster than anybody clicks.
    await page.evaluate(pageToTheEnd);
    await page.getByText(`All shown: ${count} tasks`).waitFor();
    assert.equal(await page.getByRole('listitem').count(), count);

    const pagesBefore = scene().api.requests.length;
    await page.evaluate(watchRows);
    await tick(page, `Task ${count}`).click();
    await eventually(() => assert.equal(scene().api.tasks.all.at(-1)?.state, 'done'));
    await row(page, `Task ${count}`).getByText('Saving…').waitFor({ state: 'detached' });
    assert.equal(scene().api.requests.length, pagesBefore + 1);
    assert.equal(await page.evaluate(() => document.documentElement.dataset['changedRows']), '1');
  });
});
