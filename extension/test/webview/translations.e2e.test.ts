import assert from 'node:assert/strict';
import { readStrings } from '../../build/strings.ts';
import { Cleanups } from '../support/cleanups.ts';
import { extensionRoot } from '../support/host-tests.ts';
import { shoot } from '../workbench/support/shoot.ts';
import { dashboardStates } from './support/dashboard-states.ts';
import { openWebviewPage, type WebviewPage } from './support/webview-page.ts';

/** A language without a Latin letter, so that a word of English is found. */
const pseudo = (message: string) =>
  message.replaceAll(/\{\d+\}|[A-Za-z]/g, (found) => (found.startsWith('{') ? found : found < 'a' ? 'Ж' : 'ж'));

const attributes = ['aria-label', 'title', 'alt', 'placeholder'];

const isEnglish = (text: string) => /[A-Za-z]{2}/.test(text);

/** All that is read out or shown. */
async function textsOf(page: WebviewPage['page']): Promise<string[]> {
  const shown = await page.locator('body :not(script)').allTextContents();
  const marked = await page.locator(attributes.map((name) => `[${name}]`).join(', ')).all();
  const described = await Promise.all(
    marked.flatMap((each) => attributes.map(async (name) => (await each.getAttribute(name)) ?? '')),
  );
  return [...shown, ...described].filter((text) => text.trim() !== '');
}

describe('the dashboard in another language (CHROMIUM_PATH)', function translations() {
  this.timeout(60_000);
  const cleanups = new Cleanups();
  let webview: WebviewPage;

  before(async function open() {
    const { CHROMIUM_PATH: chromium } = process.env;
    if (!chromium) this.skip();
    webview = await openWebviewPage(chromium, 'zh-CN', cleanups);
    const messages = Object.fromEntries((await readStrings(extensionRoot)).map((each) => [each, pseudo(each)]));
    await webview.post({ type: 'translations', language: 'qps-ploc', messages });
  });
  after(() => cleanups.run());

  const names = Object.keys(dashboardStates());
  for (const [index, name] of names.entries()) {
    it(`has no word of English left: ${name}`, async () => {
      const { page, post } = webview;
      const shown = dashboardStates()[name];
      assert.ok(shown);
      // Another environment each time, so that nothing is left of the one before.
      const environment = { id: String(index), name: `店${index}` };
      await post({
        type: 'state',
        state: { ...shown, environment, environments: [environment, { id: '', name: '庫' }] },
      });
      await page.getByRole('combobox').getByText(environment.name).waitFor({ state: 'attached' });
      const texts = await textsOf(page);
      assert.ok(texts.length > 6, texts.join('\n'));
      assert.deepEqual(texts.filter(isEnglish), []);
      await shoot(page, `translated: ${name}`);
    });
  }

  it('has no word of English left when an environment has gone, nor in what is said of a flip', async () => {
    const { page, post } = webview;
    const { 'all healthy': before, 'one optional service away': after } = dashboardStates();
    assert.ok(before && after);
    await post({ type: 'state', state: before });
    await post({ type: 'state', state: after });
    const said = page.getByRole('status').getByText(pseudo('Cache'));
    await said.waitFor({ state: 'attached' });
    assert.ok(!isEnglish((await said.textContent()) ?? ''));
    await post({ type: 'gone', environments: before.environments });
    await page.getByText(pseudo('This environment is no longer in the workspace.')).waitFor();
    assert.deepEqual((await textsOf(page)).filter(isEnglish), []);
    assert.equal(await page.locator('html').getAttribute('lang'), 'qps-ploc');
  });
});
