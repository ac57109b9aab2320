import assert from 'node:assert/strict';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { eventually } from './support/eventually.ts';
import { row, tick } from './support/tasks-page.ts';

const count = 10_000;

describeInBrowser('ten thousand tasks', (scene) => {
  it('are paged to the end, and the list still answers at once', async function long() {
    this.timeout(180_000);
    scene().api.tasks.fill(count);
    const page = await scene().visit('/tasks');
    await page.getByText('50 tasks shown').waitFor();
    // As fast as the button allows, which is faster than anybody clicks.
    await page.evaluate(async () => {
      // The way on stands last on the page; looking for it among all buttons would be what takes the time.
      const end = document.querySelector('main > div')?.lastElementChild;
      for (let more = end?.querySelector('button'); more; more = end?.querySelector('button')) {
        more.click();
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    });
    await page.getByText(`All shown: ${count} tasks`).waitFor();
    assert.equal(await page.getByRole('listitem').count(), count);

    const pagesBefore = scene().api.requests.length;
    await tick(page, `Task ${count}`).click();
    await eventually(() => assert.equal(scene().api.tasks.all.at(-1)?.state, 'done'));
    await row(page, `Task ${count}`).getByText('Saving…').waitFor({ state: 'detached' });
    // A change fetches nothing again.
    assert.equal(scene().api.requests.length, pagesBefore + 1);

    // The longest time in which the page answered to nothing while tasks were ticked and the list was scrolled.
    const longest = await page.evaluate(async () => {
      let worst = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) worst = Math.max(worst, duration);
      });
      observer.observe({ type: 'longtask' });
      const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
      for (let step = 0; step < 10; step += 1) {
        boxes[step * 900]?.click();
        window.scrollTo(0, (document.body.scrollHeight / 10) * step);
        await new Promise((resolve) => {
          requestAnimationFrame(() => setTimeout(resolve, 30));
        });
      }
      observer.disconnect();
      return worst;
    });
    // Generous: a phone that is busy. Blocking for longer than this is what one would notice on any machine.
    assert.ok(longest < 2_000, `the page stood still for ${Math.round(longest)} ms`);
  });
});
