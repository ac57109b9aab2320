import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { control } from './control.ts';
import { activated, rows, serviceRow } from './extension.ts';

const isHealthy = async (api: ExtensionApi) => {
  assert.equal((await rows(api))[0]?.description, 'all healthy');
  assert.match(api.statusBarItem.text, /all healthy/);
};

describe('an API that is away', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activated();
    await commands.executeCommand('zeroToRunning.services.focus');
    await eventually(() => isHealthy(api));
  });

  it('leaves nothing green but what is known without it, and comes back', async () => {
    await control('killApi');
    await eventually(async () => {
      const [environment] = await rows(api);
      assert.match(environment?.description ?? '', /^no answer · last report \d+ s ago$/);
      for (const row of environment?.children.filter(({ label }) => label !== 'Frontend') ?? []) {
        assert.deepEqual([row.icon, row.description], ['question', 'unknown, was healthy']);
      }
      assert.match(api.statusBarItem.text, /^\$\(question\).*no answer · last report/);
      assert.equal(api.treeView.badge?.value, 1);
      assert.match(api.treeView.badge.tooltip, /no fresh report/);
    });
    await control('startApi');
    await eventually(() => isHealthy(api));
    assert.equal(api.treeView.badge, undefined);
  });

  it('that was stopped is nothing to worry about, and is found when it is started elsewhere', async () => {
    await commands.executeCommand('workbench.action.closeSidebar');
    await control('stopStack');
    await eventually(() => {
      assert.match(api.statusBarItem.text, /^\$\(circle-slash\).*not running/);
      assert.equal(api.treeView.badge, undefined);
    });
    assert.deepEqual(await rows(api), [], 'the welcome stands in place of the tree');
    await control('announceStack');
    await commands.executeCommand('zeroToRunning.services.focus');
    await eventually(() => isHealthy(api));
  });

  it('tells the frontend from the API', async () => {
    await control('killFrontend');
    await eventually(async () => {
      assert.equal((await serviceRow(api, 'Frontend')).icon, 'warning');
      assert.equal((await serviceRow(api, 'API')).icon, 'pass');
      assert.match(api.statusBarItem.text, /degraded: Frontend/);
    });
    await control('startFrontend');
    await eventually(() => isHealthy(api));
  });

  it('tells a frontend that is away also while the side bar shows something else', async () => {
    const tellsOf = () => {
      assert.match(api.statusBarItem.text, /^\$\(warning\).*degraded: Frontend/);
      assert.equal(api.treeView.badge?.value, 1);
    };
    await control('killFrontend');
    await eventually(tellsOf);
    await commands.executeCommand('workbench.view.explorer');
    await eventually(() => assert.equal(api.treeView.visible, false));
    const before = api.environments.selected?.store.snapshot.frontend?.checkedAt ?? '';
    await eventually(() => {
      const { frontend } = api.environments.selected?.store.snapshot ?? {};
      // Seen by the status bar alone, as the view's last look had begun before.
      assert.ok(Date.parse(frontend?.checkedAt ?? '') > Date.parse(before) + 3_000);
    });
    tellsOf();
    await control('startFrontend');
    await eventually(() => assert.match(api.statusBarItem.text, /all healthy/));
    await commands.executeCommand('zeroToRunning.services.focus');
    await eventually(() => isHealthy(api));
  });
});
