import assert from 'node:assert/strict';
import { commands, LanguageModelTextPart, lm, MarkdownString, Uri, workspace } from 'vscode';
import { idsThatNeedTrust } from '../../src/commands/register-commands.ts';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { activated, neverCancelled, rows, theExtension } from './extension.ts';

describe('a folder that is not trusted', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activated();
    await commands.executeCommand('zeroToRunning.services.focus');
  });

  it('shows its health', async () => {
    await eventually(async () => assert.equal((await rows(api))[0]?.description, 'all healthy'));
  });

  it('runs nothing: no link, no log', async () => {
    const { tooltip } = api.statusBarItem;
    assert.ok(tooltip instanceof MarkdownString);
    assert.match(tooltip.value, /openDashboard/);
    assert.doesNotMatch(tooltip.value, /openLogs|restart|zeroToRunning\.start/);
    const input = { service: 'cache' };
    const { content } = await lm.invokeTool(
      'get_service_logs',
      { input, toolInvocationToken: undefined },
      neverCancelled,
    );
    const [part] = content;
    assert.ok(part instanceof LanguageModelTextPart);
    assert.match(part.value, /not trusted/);
  });

  it('does not even have its Makefile read, whoever runs a command', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const left = Uri.joinPath(folder.uri, 'read-by-make');
    await workspace.fs.delete(left).then(
      () => undefined,
      () => undefined,
    );
    const ids = idsThatNeedTrust(theExtension());
    assert.ok(ids.has('zeroToRunning.start') && ids.has('zeroToRunning.deploy'));
    const environment = api.environments.all[0]?.id;
    for (const id of ids) await commands.executeCommand(id, { environment, service: 'cache' });
    const names = new Set((await workspace.fs.readDirectory(folder.uri)).map(([name]) => name));
    assert.ok(names.has('Makefile') && !names.has('read-by-make'));
  });
});
