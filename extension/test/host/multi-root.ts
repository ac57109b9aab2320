import assert from 'node:assert/strict';
import { commands, Uri, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { activated, rows } from './extension.ts';

const names = ({ environments }: ExtensionApi) => environments.all.map(({ name }) => name);

describe('a window with several folders', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activated();
    await commands.executeCommand('zeroToRunning.services.focus');
  });

  it('has a local environment for each that has the contract, one of which does not run', async () => {
    await eventually(async () => {
      const [shop, blog, ...others] = await rows(api);
      assert.deepEqual([shop?.label, blog?.label, others.length], ['shop', 'blog', 0]);
      assert.equal(shop?.description, 'all healthy');
      assert.notEqual(blog?.icon, 'sync~spin');
    });
  });

  it('names the folder in the terminal of a log', async () => {
    const [shop] = api.environments.all;
    await commands.executeCommand('zeroToRunning.openLogs', { environment: shop?.id, service: 'cache' });
    await eventually(() => assert.ok(window.terminals.some(({ name }) => name === 'Logs: cache (shop)')));
  });

  it('shows in the status bar the one that is selected', async () => {
    const [shop, blog] = api.environments.all;
    assert.ok(shop && blog);
    assert.equal(api.environments.selected, shop);
    await commands.executeCommand('zeroToRunning.selectEnvironment', { environment: blog.id });
    await eventually(() => assert.match(api.statusBarItem.accessibilityInformation?.label ?? '', /, blog: /));
    await commands.executeCommand('zeroToRunning.selectEnvironment', { environment: shop.id });
    await eventually(() =>
      assert.match(api.statusBarItem.accessibilityInformation?.label ?? '', /, shop: all healthy/),
    );
  });

  it('notices a folder that becomes one with a stack, and one that is none any more', async () => {
    const notes = workspace.workspaceFolders?.find(({ name }) => name === 'notes');
    assert.ok(notes);
    const contract = Uri.joinPath(notes.uri, 'contract');
    await workspace.fs.writeFile(Uri.joinPath(contract, 'package.json'), Buffer.from('{}'));
    await eventually(() => assert.deepEqual(names(api), ['shop', 'blog', 'notes']));
    await workspace.fs.delete(contract, { recursive: true });
    await eventually(() => assert.deepEqual(names(api), ['shop', 'blog']));
  });
});
