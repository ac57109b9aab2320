import assert from 'node:assert/strict';
import { commands, LanguageModelTextPart, lm, MarkdownString } from 'vscode';
import { allCommands } from '../../src/commands/all-commands.ts';
import { commandIds } from '../../src/commands/register-commands.ts';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { activated, neverCancelled, rows, theExtension } from './extension.ts';

async function invoke(tool: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(tool, { input, toolInvocationToken: undefined }, neverCancelled);
  return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}

describe('what others call', () => {
  let api: ExtensionApi;
  before(async () => {
    api = await activated();
    await commands.executeCommand('zeroToRunning.services.focus');
    await eventually(async () => assert.equal((await rows(api))[0]?.children.length, 4));
  });

  it('are the commands of the manifest, each of which does something', async () => {
    const ids = commandIds(theExtension());
    assert.deepEqual(ids.map((id) => id.replace('zeroToRunning.', '')).toSorted(), Object.keys(allCommands).toSorted());
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      ids.filter((id) => !registered.has(id)),
      [],
    );
  });

  it('are two tools for agents: the health', async () => {
    const answer: unknown = JSON.parse(await invoke('get_stack_health', {}));
    assert.ok(typeof answer === 'object' && answer && 'environments' in answer && Array.isArray(answer.environments));
    const [environment]: unknown[] = answer.environments;
    assert.ok(typeof environment === 'object' && environment && 'status' in environment && 'services' in environment);
    assert.deepEqual([environment.status, Array.isArray(environment.services)], ['ok', true]);
    assert.match(await invoke('get_stack_health', { environment: 'mars' }), /No such environment/);
  });

  it('and the logs, without secrets', async () => {
    const log = await invoke('get_service_logs', { service: 'cache', lines: 10 });
    assert.match(log, /FATAL: cache broke/);
    assert.doesNotMatch(log, /hunter2/);
    assert.match(await invoke('get_service_logs', { service: '$(touch x)' }), /not the name of a service/);
  });

  it('find the last error of a service’s log in its tooltip', async () => {
    const [root] = api.tree.getChildren();
    const services = root ? api.tree.getChildren(root) : [];
    const node = services.find((each) => each.kind === 'service' && each.service === 'cache');
    assert.ok(node);
    const resolved = await api.tree.resolveTreeItem(api.tree.getTreeItem(node), node);
    assert.ok(resolved?.tooltip instanceof MarkdownString);
    assert.match(resolved.tooltip.value.replaceAll('\\', ''), /FATAL: cache broke, see postgres:\/\/\[redacted\]@db/);
  });
});
