import assert from 'node:assert/strict';
import { commands, LanguageModelTextPart, lm, MarkdownString } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { activated, neverCancelled, rows } from './extension.ts';

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
});
