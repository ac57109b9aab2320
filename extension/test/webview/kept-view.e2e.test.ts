import assert from 'node:assert/strict';
import type { DashboardState } from '../../src/shared/dashboard-protocol.ts';
import { Cleanups } from '../support/cleanups.ts';
import { eventually } from '../support/eventually.ts';
import { dashboardStates } from './support/dashboard-states.ts';
import { openWebviewPage } from './support/webview-page.ts';

type Past = DashboardState['history']['services'];

/** In what parts the past of the services comes after a reload. */
const arrivals: Readonly<Record<string, (past: Past) => readonly Past[]>> = {
  'with the first report': (past) => [past],
  'after it': (past) => [{}, past],
  'after samples that the reports have brought': (past) => [
    Object.fromEntries(Object.entries(past).map(([name, { samples }]) => [name, { samples, changes: [] }])),
    past,
  ],
  'one service after another': ({ api, cache }) => {
    assert.ok(api && cache);
    return [{ api }, { api, cache }];
  },
};

describe('the dashboard after a reload (CHROMIUM_PATH)', function keptView() {
  this.timeout(60_000);
  const cleanups = new Cleanups();
  let chromium: string;

  before(function find() {
    const { CHROMIUM_PATH: path } = process.env;
    if (!path) this.skip();
    chromium = path;
  });
  afterEach(() => cleanups.run());

  for (const [how, partsOf] of Object.entries(arrivals)) {
    it(`unfolds what was unfolded, whose past comes ${how}`, async () => {
      const memory = { environment: '', scroll: 0, unfolded: ['api', 'cache'] };
      const { page, post } = await openWebviewPage(chromium, 'en', cleanups, memory);
      const { 'all healthy': shown } = dashboardStates();
      assert.ok(shown);
      await post({ type: 'translations', language: 'en', messages: {} });
      for (const [index, services] of partsOf(shown.history.services).entries()) {
        const environment = { id: '1', name: `part ${index}` };
        await post({
          type: 'state',
          state: { ...shown, history: { services }, environment, environments: [environment, { id: '2', name: 'b' }] },
        });
        await page.getByRole('combobox').getByText(environment.name).waitFor({ state: 'attached' });
        const withChanges = Object.values(services).filter(({ changes }) => changes.length > 0).length;
        await eventually(async () => assert.equal(await page.locator('details[open]').count(), withChanges));
      }
    });
  }
});
