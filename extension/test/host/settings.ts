import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commands, ConfigurationTarget, MarkdownString, window, workspace } from 'vscode';
import { report, service } from '@zero-to-running/health/contract/test-support/reports';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { startPageServer, type PageServer } from '../support/page-server.ts';
import { control } from './control.ts';
import { activated, rows, theExtension } from './extension.ts';

const html = '<img src=x onerror=alert(1)>[x](command:workbench.action.quit)$(bug)';

const set = (name: string, value: unknown, target = ConfigurationTarget.Global) =>
  workspace.getConfiguration('zeroToRunning').update(name, value, target);

/** Types a token for an environment where a person does; an empty one forgets it. */
async function typeToken(environment: string, token: string): Promise<void> {
  const done = commands.executeCommand('zeroToRunning.setToken', { environment });
  await control('typeInInputBox', token);
  await done;
}

describe('settings', () => {
  let api: ExtensionApi;
  let server: PageServer;
  let tokens: (string | undefined)[];
  before(async () => {
    api = await activated();
    tokens = [];
    server = await startPageServer((request, response) => {
      tokens.push(request.headers.authorization);
      const down = service({ status: 'unhealthy', latencyMs: null, error: 'timeout', critical: true });
      const hostile = { status: 'error', version: html, services: { [html]: down } } as const;
      if (request.url !== '/health/stream') return response.writeHead(404).end(html);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const text = JSON.stringify(report({ ...hostile, timestamp: new Date().toISOString() }));
      return response.write(`event: report\ndata: ${text}\n\n`);
    });
    await commands.executeCommand('zeroToRunning.services.focus');
  });
  after(async () => {
    for (const name of ['environments', 'statusBar.enabled']) await set(name, undefined);
    await set('apiUrl', undefined, ConfigurationTarget.Workspace);
    await server.stop();
  });

  it('add environments, whose text is shown as it is', async () => {
    await set('environments', [{ name: 'staging', apiUrl: server.origin }, { name: 7 }]);
    await eventually(async () => {
      const [local, staging, ...others] = await rows(api);
      assert.deepEqual([local?.label, staging?.label, others.length], ['shop', 'staging', 0]);
      assert.equal(staging?.children[0]?.label, html);
      assert.equal(staging.children[0].icon, 'error');
    });
    const root = api.tree.getChildren()[1];
    const [node] = root ? api.tree.getChildren(root) : [];
    assert.ok(node);
    const item = api.tree.getTreeItem(node);
    const resolved = await api.tree.resolveTreeItem(item, node);
    const tooltip = resolved?.tooltip;
    assert.ok(tooltip instanceof MarkdownString);
    assert.equal(tooltip.supportHtml, false);
    assert.doesNotMatch(tooltip.value.replaceAll(/\\./g, ''), /<img|\]\(command|\$\(bug/);
  });

  it('hold no token: that is in the secret storage, and is sent where it belongs', async () => {
    const staging = api.environments.all.find(({ name }) => name === 'staging');
    assert.ok(staging);
    await typeToken(staging.id, 'a-secret');
    await eventually(() => assert.equal(tokens.at(-1), 'Bearer a-secret'));
    await typeToken(staging.id, '');
    await eventually(() => assert.equal(tokens.at(-1), undefined));
    await set('environments', undefined);
    await eventually(async () => assert.equal((await rows(api)).length, 1));
  });

  it('fetch a token by the Makefile, for the address that it belongs to, and for no other', async () => {
    await set('environments', [{ name: 'staging', apiUrl: server.origin }]);
    await eventually(() => assert.ok(api.environments.all.some(({ name }) => name === 'staging')));
    const { id } = api.environments.all.find(({ name }) => name === 'staging') ?? {};
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const tell = (token: string, url: string) =>
      writeFile(join(folder, 'health-token-staging.json'), JSON.stringify({ ok: true, token, url }));
    const fetched = () => commands.executeCommand('zeroToRunning.fetchToken', { environment: id });
    await tell('of-another', 'https://elsewhere.example');
    await fetched();
    await tell('of-staging', server.origin);
    await fetched();
    await eventually(() => assert.equal(tokens.at(-1), 'Bearer of-staging'));
    assert.ok(!tokens.includes('Bearer of-another'));
    assert.ok(id);
    await typeToken(id, '');
    await set('environments', undefined);
    await eventually(async () => assert.equal((await rows(api)).length, 1));
  });

  it('and tokens are out of reach of other extensions', () => {
    assert.deepEqual(Object.keys(theExtension().exports).toSorted(), [
      'environments',
      'statusBarItem',
      'tree',
      'treeView',
    ]);
  });

  it('move the API of a folder, and forget what was known of the other', async () => {
    await set('apiUrl', server.origin, ConfigurationTarget.Workspace);
    await eventually(async () => {
      const [environment] = await rows(api);
      assert.ok(environment);
      assert.ok(environment.children.some(({ label }) => label === html));
      assert.ok(environment.children.every(({ label }) => label !== 'Database'));
    });
    await set('apiUrl', 'not an address', ConfigurationTarget.Workspace);
    await eventually(async () => {
      const { failure } = api.environments.all[0]?.store.snapshot ?? {};
      assert.equal(failure?.kind, 'bad-address');
      assert.ok((await rows(api)).every(({ children }) => children.every(({ icon }) => icon !== 'pass')));
    });
    await set('apiUrl', undefined, ConfigurationTarget.Workspace);
    await eventually(async () => assert.equal((await rows(api))[0]?.description, 'all healthy'));
  });

  it('send a folder’s token to the address for which it was typed, and to no other', async () => {
    const strangers: (string | undefined)[] = [];
    const other = await startPageServer((request, response) => {
      strangers.push(request.headers.authorization);
      response.writeHead(404).end();
    });
    try {
      await set('apiUrl', server.origin, ConfigurationTarget.Workspace);
      const { id } = api.environments.all[0] ?? {};
      assert.ok(id);
      await typeToken(id, 'of-the-folder');
      await eventually(() => assert.equal(tokens.at(-1), 'Bearer of-the-folder'));
      await set('apiUrl', other.origin, ConfigurationTarget.Workspace);
      await eventually(() => assert.ok(strangers.length > 0));
      assert.deepEqual([...new Set(strangers)], [undefined]);
      assert.equal(api.environments.all[0]?.id, id);
      await set('apiUrl', server.origin, ConfigurationTarget.Workspace);
      await eventually(() => assert.equal(tokens.at(-1), 'Bearer of-the-folder'));
      await typeToken(id, '');
      await eventually(() => assert.equal(tokens.at(-1), undefined));
    } finally {
      await set('apiUrl', undefined, ConfigurationTarget.Workspace);
      await other.stop();
    }
    await eventually(async () => assert.equal((await rows(api))[0]?.description, 'all healthy'));
  });

  it('take the status bar away, so that nobody is asked while no view is open', async () => {
    await set('statusBar.enabled', false);
    await commands.executeCommand('workbench.action.closeSidebar');
    await eventually(() => assert.equal(api.environments.selected?.store.snapshot.link, 'paused'));
    await set('statusBar.enabled', undefined);
    await eventually(() => assert.equal(api.environments.selected?.store.snapshot.link, 'live'));
  });

  it('that name what can be no target have nothing made, least of all what the usual one makes', async () => {
    const name = 'commands.logs';
    const before = window.terminals.length;
    await set(name, '--eval=x');
    await commands.executeCommand('zeroToRunning.openLogs', { service: 'database' });
    assert.equal(window.terminals.length, before);
    await set(name, undefined);
    await commands.executeCommand('zeroToRunning.openLogs', { service: 'database' });
    await eventually(() => assert.equal(window.terminals.length, before + 1));
  });
});
