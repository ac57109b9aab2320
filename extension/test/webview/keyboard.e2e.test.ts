import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Cleanups } from '../support/cleanups.ts';
import { dashboardStates } from './support/dashboard-states.ts';
import { openWebviewPage, type WebviewPage } from './support/webview-page.ts';

/** What has the focus, as a screen reader says it, and whether it is seen to have it. */
async function focused(page: Page): Promise<{ readonly name: string; readonly isSeen: boolean }> {
  return page.evaluate(() => {
    const element: unknown = Reflect.get(Reflect.get(globalThis, 'document'), 'activeElement');
    const { outlineStyle } = Reflect.get(globalThis, 'getComputedStyle')(element);
    const [label, text] = [Object(element).getAttribute('aria-label'), Object(element).textContent];
    return { name: label ?? text, isSeen: outlineStyle !== 'none' };
  });
}

describe('the dashboard with a keyboard alone (CHROMIUM_PATH)', function keyboard() {
  this.timeout(60_000);
  const cleanups = new Cleanups();
  let webview: WebviewPage;

  before(async function open() {
    const { CHROMIUM_PATH: chromium } = process.env;
    if (!chromium) this.skip();
    webview = await openWebviewPage(chromium, 'en', cleanups);
    await webview.page.addStyleTag({ content: ':root { --vscode-focusBorder: #0078d4 }' });
    await webview.post({ type: 'translations', language: 'en', messages: {} });
  });
  after(() => cleanups.run());

  const posted = () => webview.page.evaluate(() => Reflect.get(globalThis, 'posted').at(-1));

  /** The names of all that Tab reaches, in order, up to the one that begins with some words. */
  const tabTo = async (words: string) => {
    const names: string[] = [];
    for (let presses = 0; presses < 30; presses += 1) {
      await webview.page.keyboard.press('Tab');
      const { name, isSeen } = await focused(webview.page);
      assert.ok(isSeen, `the focus is seen on ${name}`);
      names.push(name);
      if (name.startsWith(words)) return names;
    }
    return assert.fail(`${words} cannot be reached: ${names.join(', ')}`);
  };

  it('reaches everything in the order in which it is read, and presses it', async () => {
    const { page, post } = webview;
    const { 'all healthy': shown } = dashboardStates();
    assert.ok(shown);
    await post({ type: 'state', state: shown });
    await page.getByRole('button', { name: 'Restart: Cache' }).waitFor();
    const names = await tabTo('Restart: Cache');
    assert.deepEqual(names, [
      'Environment',
      'Start the stack',
      'Open the app',
      'API documentation',
      '3 changes of API',
      'Show logs: API',
      'Restart: API',
      '1 change of Cache',
      'Show logs: Cache',
      'Restart: Cache',
    ]);
    await page.keyboard.press('Enter');
    assert.deepEqual(await posted(), { type: 'actOnService', action: 'restart', service: 'cache' });
  });

  it('keeps the place while reports come', async () => {
    const { page, post } = webview;
    const { 'all healthy': before, 'one optional service away': after } = dashboardStates();
    assert.ok(before && after);
    await post({ type: 'state', state: after });
    await page.getByText('keeps working without it').waitFor();
    assert.equal((await focused(page)).name, 'Restart: Cache');
  });

  it('stays on the choice of an environment while another one comes', async () => {
    const { page, post } = webview;
    const { 'all healthy': shown } = dashboardStates();
    assert.ok(shown);
    await page.getByRole('combobox').focus();
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await posted(), { type: 'selectEnvironment', environment: '2' });
    await post({ type: 'state', state: { ...shown, environment: { id: '2', name: '庫' } } });
    await page.waitForFunction(() => Reflect.get(globalThis, 'document').querySelector('select').value === '2');
    assert.equal((await focused(page)).name, 'Environment');
  });

  it('tries again, and starts, where nobody answers', async () => {
    const { page, post } = webview;
    const { lost } = dashboardStates();
    assert.ok(lost);
    await post({ type: 'state', state: { ...lost, environment: { id: '3', name: '店' }, actions: ['start'] } });
    await page.getByRole('button', { name: 'Try now' }).waitFor();
    await tabTo('Start the stack');
    await page.keyboard.press('Space');
    assert.deepEqual(await posted(), { type: 'act', action: 'start' });
    await tabTo('Try now');
    await page.keyboard.press('Enter');
    assert.deepEqual(await posted(), { type: 'retry' });
  });
});
