import assert from 'node:assert/strict';
import { CancellationTokenSource, tasks, window } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { executeTask } from '../../src/make/make-task.ts';
import { eventually } from '../support/eventually.ts';
import { activated } from './extension.ts';

describe('the task of a target', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activated();
  });

  it('whose terminal is closed was started, and has no exit code', async () => {
    const folder = api.environments.all.find((each) => each.folder !== undefined)?.folder;
    assert.ok(folder);
    const { token } = new CancellationTokenSource();
    const begun = new Promise<void>((resolve) => {
      const listener = tasks.onDidStartTaskProcess(() => {
        listener.dispose();
        resolve();
      });
    });
    const end = executeTask({ folder, target: 'wait' }, token);
    await begun;
    await eventually(() => assert.ok(window.terminals.some(({ name }) => name.startsWith('wait'))));
    window.terminals.find(({ name }) => name.startsWith('wait'))?.dispose();
    assert.deepEqual(await end, { cancelled: false, code: undefined, started: true });
  });
});
