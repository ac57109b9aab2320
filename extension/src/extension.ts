import { l10n, window, workspace, type ExtensionContext, type StatusBarItem, type TreeView } from 'vscode';
import { ServicesBadge, ServicesTree } from './tree/services-tree.ts';
import { commandIds, idsThatNeedTrust } from './commands/register-commands.ts';
import { registerCommands } from './commands/register-commands.ts';
import { installTranslator } from '@zero-to-running/health/words/l10n';
import { windowApis } from './common/window.apis.ts';
import { workspaceApis } from './common/workspace.apis.ts';
import { ContextPublisher } from './context/context-keys.ts';
import { dashboardViewType } from './shared/dashboard-protocol.ts';
import { remembersDeployments } from './deployment/remembers-deployments.ts';
import type { Environments } from './environments/environment.ts';
import { Tokens } from './environments/remote-environment.ts';
import { WorkspaceEnvironments } from './environments/workspace-environments.ts';
import { registerTools } from './language-tools/register-tools.ts';
import type { LazyServices } from './lazy-services.ts';
import { FailureLog, SettingsLog } from './log/log.ts';
import { LastErrors } from './logs/read-log.ts';
import { RunningTasks } from './make/make-task.ts';
import { FlipNotifications } from './notifications/flip-notifications.ts';
import { StatusBar } from './status-bar/status-bar.ts';
import type { TreeNode } from './tree/tree-node.ts';

/** What other extensions, and the tests, may read: nothing by which a token could be read or written. */
export interface ExtensionApi {
  readonly environments: Environments;
  readonly tree: ServicesTree;
  readonly treeView: TreeView<TreeNode>;
  readonly statusBarItem: StatusBarItem;
}

/** A Makefile is a program: it is run where its folder is trusted only. */
const canRunMake = () => workspace.isTrusted;

/** Called by VS Code when a folder of this kind is open, or a view or command is wanted. Awaits nothing. */
export function activate(context: ExtensionContext): ExtensionApi {
  installTranslator((message, ...args) => l10n.t(message, ...args));
  const { subscriptions, extensionUri, secrets, workspaceState, storageUri, globalStorageUri, extension } = context;
  const log = window.createOutputChannel('Zero to Running', { log: true });
  const debug = (line: string) => log.debug(line);
  const tokens = new Tokens(secrets);
  const environments = new WorkspaceEnvironments(workspaceApis, workspaceState, tokens, debug);

  let lazy: Promise<LazyServices> | undefined;
  const lazyServices = () => (lazy ??= loadLazyServices());
  const loadLazyServices = async () => {
    const { LazyServices: Parts } = await import('./lazy-services.ts');
    const parts = new Parts({
      extension: extensionUri,
      environments,
      tokens,
      memory: workspaceState,
      storage: storageUri ?? globalStorageUri,
      log,
    });
    subscriptions.push(parts);
    return parts;
  };

  const lastErrors = new LastErrors(debug);
  const tree = new ServicesTree({
    environments,
    canRunMake,
    lastError: async ({ of: { folder, store }, service }) => {
      // What may be another folder's has its log there.
      const isReadable = canRunMake() && store.snapshot.guess === undefined;
      return folder && isReadable ? lastErrors.read(folder, service) : undefined;
    },
  });
  const runningTasks = new RunningTasks();
  const statusBar = new StatusBar({ environments, apis: workspaceApis, canRunMake });
  subscriptions.push(
    log,
    environments,
    tree,
    statusBar,
    new ServicesBadge(tree.view, environments),
    runningTasks,
    new FlipNotifications({
      environments,
      apis: { ...windowApis, ...workspaceApis },
      canRunMake,
      isAtWork: (folder) => runningTasks.isIn(folder),
    }),
    new ContextPublisher(environments, windowApis, async (folder) => {
      const { offersTarget } = await import('./make/find-target.ts');
      return offersTarget('healthToken', folder);
    }),
    new FailureLog(environments, log),
    new SettingsLog(workspaceApis, log),
    ...registerTools(environments),
    ...registerCommands({
      ids: commandIds(extension),
      needTrust: idsThatNeedTrust(extension),
      context: async () => (await lazyServices()).commandContext,
      log,
    }),
    window.registerWebviewPanelSerializer(dashboardViewType, {
      deserializeWebviewPanel: async (panel, memory: unknown) => {
        (await lazyServices()).commandContext.dashboards.restore(panel, memory);
      },
    }),
  );
  void environments.find();
  // Taken up again as they are loaded.
  if (remembersDeployments(workspaceState)) void lazyServices();
  return { environments, tree, treeView: tree.view, statusBarItem: statusBar.item };
}
