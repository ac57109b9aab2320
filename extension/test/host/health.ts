import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { control } from './control.ts';
import { activated, rows, serviceRow } from './extension.ts';

describe('health in the extension host', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activated();
    await commands.executeCommand('zeroToRunning.services.focus');
  });

  it('shows the environment, its services and their figures', async () => {
    await eventually(async () => {
      const [environment, ...others] = await rows(api);
      assert.deepEqual(others, []);
      assert.equal(environment?.label, 'shop');
      assert.equal(environment.description, 'all healthy');
      assert.deepEqual(
        environment.children.map(({ label, icon, color }) => [label, icon, color]),
        ['Frontend', 'API', 'Database', 'Cache'].map((name) => [name, 'pass', 'testing.iconPassed']),
      );
      for (const { children } of environment.children) {
        assert.deepEqual(
          children.map(({ label }) => label),
          ['Latency', 'Since', 'Checked'],
        );
      }
    });
  });

  const received = () => api.environments.selected?.store.snapshot.receivedAt ?? 0;

  it('leaves the tooltip of the status bar to be read while only figures change', async () => {
    // Figures are brought up to date now and then: whatever the moment, not twice in a row.
    await eventually(async () => {
      const { tooltip } = api.statusBarItem;
      for (let reports = 0; reports < 3; reports += 1) {
        const before = received();
        await eventually(() => assert.ok(received() > before));
      }
      assert.ok(tooltip);
      assert.equal(api.statusBarItem.tooltip, tooltip);
    });
  });

  it('shows a cache that is killed in the tree, on the badge and in the status bar, and its recovery', async () => {
    const before = await serviceRow(api, 'Cache');
    await control('killCache');
    await eventually(async () => {
      const row = await serviceRow(api, 'Cache');
      assert.equal(row.icon, 'warning');
      assert.match(row.description, /^unhealthy/);
      assert.equal(row.id, before.id);
      assert.ok(row.children.some(({ label, description }) => label === 'Remedy' && description !== ''));
      assert.equal(api.treeView.badge?.value, 1);
      assert.match(api.treeView.badge.tooltip, /Cache/);
      assert.match(api.statusBarItem.text, /^\$\(warning\) .*degraded: Cache/);
      const { tooltip } = api.statusBarItem;
      assert.match(typeof tooltip === 'object' ? tooltip.value : '', /Cache&nbsp;&nbsp; \| unhealthy/);
    });
    await control('startCache');
    await eventually(async () => {
      assert.equal((await serviceRow(api, 'Cache')).icon, 'pass');
      assert.equal(api.treeView.badge, undefined);
      assert.match(api.statusBarItem.text, /^\$\(pass\) /);
    });
  });
});
