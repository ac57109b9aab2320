import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { linkedCommands } from '../src/presentation/tooltips.ts';
import { holds } from './support/when-clause.ts';

const item = z.object({ command: z.string(), when: z.string().optional(), group: z.string().optional() });

const manifestSchema = z.object({
  activationEvents: z.array(z.string()),
  capabilities: z.object({
    untrustedWorkspaces: z.object({ supported: z.string(), restrictedConfigurations: z.array(z.string()) }),
    virtualWorkspaces: z.object({ supported: z.boolean() }),
  }),
  contributes: z.object({
    commands: z.array(
      z.object({ command: z.string(), title: z.string(), category: z.string(), enablement: z.string().optional() }),
    ),
    configuration: z.object({ properties: z.record(z.string(), z.object({ type: z.string() })) }),
    menus: z.record(z.string(), z.array(item)),
    viewsWelcome: z.array(z.object({ when: z.string(), contents: z.string() })),
    walkthroughs: z.array(
      z.object({ steps: z.array(z.object({ id: z.string(), completionEvents: z.array(z.string()) })) }),
    ),
    languageModelTools: z.array(z.object({ name: z.string() })),
  }),
});

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const { activationEvents, capabilities, contributes } = manifestSchema.parse(read('package.json'));
const texts = z.record(z.string(), z.string()).parse(read('package.nls.json'));

const short = (id: string) => id.replace('zeroToRunning.', '');

const always = ['showHealth', 'showOutput'];
const anywhere = [...always, 'copyReport', 'openDashboard', 'refresh', 'selectEnvironment', 'setToken'];
const reachable = ['openApiDocs', 'openApp'];
const ofMakefile = ['deploy', 'doctor', 'openAllLogs', 'openLogs'];
const ofRunning = ['reset', 'restart', 'restore', 'snapshot', 'stop', 'undoReset'];

const local = {
  isWorkspaceTrusted: true,
  'zeroToRunning.hasEnvironment': true,
  'zeroToRunning.hasLocal': true,
  'zeroToRunning.selectedKind': 'local',
};
const remote = { ...local, 'zeroToRunning.hasLocal': false, 'zeroToRunning.selectedKind': 'remote' };

const running = { 'zeroToRunning.hasRunning': true };
const live = { ...running, 'zeroToRunning.selectedLink': 'live', 'zeroToRunning.hasReachable': true };
const lost = { 'zeroToRunning.selectedLink': 'lost', 'zeroToRunning.hasStartable': true };
const guessed = { ...live, 'zeroToRunning.selectedIsGuess': true, 'zeroToRunning.hasStartable': true };

const situations = [
  ['in a window without a stack', { isWorkspaceTrusted: true }, always],
  ['with a stack that runs', { ...local, ...live }, [...anywhere, ...reachable, ...ofMakefile, ...ofRunning]],
  ['with a stack that does not run', { ...local, ...lost }, [...anywhere, ...ofMakefile, 'start']],
  [
    'with a stack that may be another folder’s',
    { ...local, ...guessed },
    [...anywhere, ...reachable, ...ofMakefile, ...ofRunning, 'start'],
  ],
  ['without trust', { ...local, ...live, isWorkspaceTrusted: false }, [...anywhere, ...reachable]],
  [
    'with a remote environment that hides its details, and a Makefile that can tell the token',
    { ...local, ...live, 'zeroToRunning.canFetchToken': true },
    [...anywhere, ...reachable, ...ofMakefile, ...ofRunning, 'fetchToken'],
  ],
  [
    'with that, but without trust',
    { ...local, ...live, isWorkspaceTrusted: false, 'zeroToRunning.canFetchToken': true },
    [...anywhere, ...reachable],
  ],
  [
    'with remote environments only',
    { ...remote, ...live, 'zeroToRunning.hasRunning': false },
    [...anywhere, ...reachable],
  ],
] as const;

const inMenu = (viewItem: string, isOfGroup: (group: string) => boolean) =>
  (contributes.menus['view/item/context'] ?? [])
    .filter(({ group = '', when }) => isOfGroup(group) && holds(when, { view: 'zeroToRunning.services', viewItem }))
    .map(({ command }) => short(command));

const offersToken = (viewItem: string, canFetch: boolean) =>
  (contributes.menus['view/item/context'] ?? [])
    .filter(({ when }) =>
      holds(when, { view: 'zeroToRunning.services', viewItem, 'zeroToRunning.canFetchToken': canFetch }),
    )
    .some(({ command }) => short(command) === 'fetchToken');

const inline = (viewItem: string) => inMenu(viewItem, (group) => group.startsWith('inline'));

const menu = (viewItem: string) => inMenu(viewItem, (group) => !group.startsWith('inline'));

const opened = (viewItem: string) => inMenu(viewItem, (group) => group.startsWith('0_open'));

const stack = (viewItem: string) => inMenu(viewItem, (group) => /^(0_stack|1_data)/.test(group));

const rowsWithButtons = [
  'service.local',
  'service.local.frontend',
  'service.local.api',
  'service.remote.frontend',
  'service.guess.api',
  'environment.local.stopped',
  'environment.local.unknown',
  'environment.local.starting',
  'environment.local.ok',
  'environment.local.ok.guess',
  'environment.remote.ok',
];

const enabled = (context: Parameters<typeof holds>[1]) =>
  contributes.commands.filter(({ enablement }) => holds(enablement, context)).map(({ command }) => short(command));

const welcome = (context: Parameters<typeof holds>[1]) =>
  contributes.viewsWelcome
    .filter(({ when }) => holds(when, context))
    .map(({ contents }) => texts[contents.slice(1, -1)] ?? '');

describe('manifest', () => {
  for (const [where, context, expected] of situations) {
    it(`${where}, the palette shows what can be done and nothing else`, () => {
      const inPalette = new Map(contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
      const shown = contributes.commands.filter(({ command }) => holds(inPalette.get(command), context));
      assert.deepEqual(shown.map(({ command }) => short(command)).toSorted(), expected.toSorted());
      assert.deepEqual(
        enabled(context),
        shown.map(({ command }) => short(command)),
        'what is shown can be run, and the other way round',
      );
    });
  }

  it('gives a row of the tree three actions at most, each of which makes sense there', () => {
    assert.deepEqual(inline('service.local'), ['openLogs', 'restart']);
    assert.deepEqual(inline('service.local.frontend'), ['openLogs', 'restart', 'openApp']);
    assert.deepEqual(inline('service.local.api'), ['openLogs', 'restart', 'openApiDocs']);
    assert.deepEqual(inline('service.remote'), []);
    assert.deepEqual(inline('service.guess.api'), ['openApiDocs']);
    assert.deepEqual(inline('environment.local.stopped'), ['start', 'openDashboard']);
    assert.deepEqual(inline('environment.local.unknown'), ['start', 'openDashboard']);
    assert.deepEqual(inline('environment.local.starting'), ['openDashboard']);
    assert.deepEqual(inline('environment.local.ok.guess'), ['start', 'openDashboard', 'openApp']);
    assert.deepEqual(inline('environment.local.ok'), ['openDashboard', 'openApp']);
    assert.deepEqual(inline('environment.remote.ok'), ['openDashboard', 'openApp']);
    assert.deepEqual(inline('figure'), []);
  });

  it('has in the menu of a row, which a keyboard opens as well, what its buttons do', () => {
    for (const row of rowsWithButtons) {
      const offered = menu(row);
      assert.deepEqual(new Set(offered).size, offered.length, `each once: ${row}`);
      assert.deepEqual(
        inline(row).filter((command) => !offered.includes(command)),
        [],
        row,
      );
    }
  });

  it('fetches a token from the menu of an environment that hides its details, where a Makefile can tell it', () => {
    assert.equal(offersToken('environment.remote.ok.redacted', true), true);
    assert.equal(offersToken('environment.remote.ok.redacted', false), false);
    assert.equal(offersToken('environment.remote.ok', true), false);
    assert.equal(offersToken('environment.local.ok', true), false);
  });

  it('opens from the menu of an environment all that it has', () => {
    assert.deepEqual(opened('environment.remote.ok'), ['openDashboard', 'openApp', 'openApiDocs']);
    assert.deepEqual(opened('environment.local.stopped'), ['openDashboard']);
    assert.deepEqual(opened('service.local.database'), []);
  });

  it('can start and open any of several folders from its row, whichever is selected', () => {
    const both = { 'zeroToRunning.hasStartable': true, 'zeroToRunning.hasReachable': true };
    for (const selected of [live, lost]) {
      const commands = enabled({ ...local, ...selected, ...both });
      assert.ok(['start', 'openApp', 'openApiDocs'].every((command) => commands.includes(command)));
    }
  });

  it('does on a folder’s row, by its menu, what the palette does with the selected one', () => {
    const data = ['snapshot', 'restore', 'reset', 'undoReset'];
    assert.deepEqual(stack('environment.local.ok'), ['stop', 'restart', 'openLogs', ...data]);
    assert.deepEqual(stack('environment.local.unknown'), ['start', 'stop', 'restart', 'openLogs', ...data]);
    assert.deepEqual(stack('environment.local.stopped'), ['start', 'openLogs']);
    assert.deepEqual(stack('environment.remote.ok'), []);
  });

  it('welcomes in each empty state with what to do, and never where there is a tree', () => {
    const trusted = { ...local, workspaceFolderCount: 1 };
    const of = (emptyState: string, more: Parameters<typeof holds>[1] = {}) =>
      welcome({ ...trusted, 'zeroToRunning.emptyState': emptyState, ...more }).join('\n');
    assert.match(of('stopped'), /command:zeroToRunning\.start/);
    const untrusted = of('stopped', { isWorkspaceTrusted: false });
    assert.match(untrusted, /trust/);
    assert.doesNotMatch(untrusted, /zeroToRunning\.start/);
    assert.match(of('starting'), /is starting[^]*command:zeroToRunning\.openAllLogs/);
    assert.doesNotMatch(of('starting', { isWorkspaceTrusted: false }), /command:/);
    assert.match(of('foreign'), /another one[^]*command:zeroToRunning\.start/);
    assert.doesNotMatch(of('foreign', { isWorkspaceTrusted: false }), /zeroToRunning\.start/);
    assert.match(of('unreachable'), /command:zeroToRunning\.refresh/);
    assert.match(of('none'), /zeroToRunning\.apiUrl/);
    assert.match(of('none', { workspaceFolderCount: 0 }), /vscode\.openFolder/);
    assert.equal(of(''), '');
  });

  it('restricts every setting that says where requests go or what is run', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = capabilities;
    const restricted = new Set(untrustedWorkspaces.restrictedConfigurations);
    const free = Object.keys(contributes.configuration.properties).filter((name) => !restricted.has(name));
    assert.deepEqual(free.map(short).toSorted(), ['notifications.enabled', 'statusBar.enabled']);
    assert.deepEqual([untrustedWorkspaces.supported, virtualWorkspaces.supported], ['limited', false]);
  });

  it('ticks the start of the stack off only once it runs, and not for a press of its button', () => {
    const start = contributes.walkthroughs.flatMap(({ steps }) => steps).find(({ id }) => id === 'start');
    assert.deepEqual(start?.completionEvents, ['onContext:zeroToRunning.hasLive']);
  });

  it('starts the extension where there is a stack, and never everywhere', () => {
    assert.ok(activationEvents.every((event) => event.startsWith('workspaceContains:')));
  });

  it('has a text for each key, and commands for each link and no more than two tools', () => {
    const keys = [...JSON.stringify(read('package.json')).matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);
    assert.deepEqual(
      keys.filter((key) => !texts[key]),
      [],
    );
    const ids = new Set(contributes.commands.map(({ command }) => command));
    assert.deepEqual(
      linkedCommands.filter((command) => !ids.has(command)),
      [],
    );
    const tools = contributes.languageModelTools.map(({ name }) => name);
    assert.deepEqual(tools, ['get_stack_health', 'get_service_logs']);
  });
});
