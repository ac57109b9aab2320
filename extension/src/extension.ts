import { l10n, window, workspace, type ExtensionContext, type StatusBarItem, type TreeView } from 'vscode';
import { ServicesBadge } from './badge/services-badge.ts';
import { commandIds, idsThatNeedTrust } from './commands/command-ids.ts';
import { registerCommands } from './commands/register-commands.ts';
import { installTranslator } from './common/l10n.ts';
import { windowApis } from './common/window.apis.ts';
import { workspaceApis } from './common/workspace.apis.ts';
import { ContextPublisher } from './context/context-publisher.ts';
import { dashboardViewType } from './dashboard/dashboard-view-type.ts';
import { remembersDeployments } from './deployment/remembers-deployments.ts';
import type { Environments } from './environments/environments.ts';
import { Tokens } from './environments/tokens.ts';
import { WorkspaceEnvironments } from './environments/workspace-environments.ts';
import { registerTools } from './language-tools/register-tools.ts';
import type { LateParts } from './late-parts.ts';
import { createLog } from './log/create-log.ts';
import { FailureLog } from './log/failure-log.ts';
import { SettingsLog } from './log/settings-log.ts';
import { LastErrors } from './logs/last-errors.ts';
import { OwnWork } from './make/own-work.ts';
import { FlipNotifications } from './notifications/flip-notifications.ts';
import { StatusBar } from './status-bar/status-bar.ts';
import { ServicesTree } from './tree/services-tree.ts';
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
  const log = createLog();
  const debug = (line: string) => log.debug(line);
  const tokens = new Tokens(secrets);
  const environments = new WorkspaceEnvironments(workspaceApis, workspaceState, tokens, debug);

  let late: Promise<LateParts> | undefined;
  const lateParts = () => (late ??= loadLateParts());
  const loadLateParts = async () => {
    const { LateParts: Parts } = await import('./late-parts.ts');
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
  const ownWork = new OwnWork();
  const statusBar = new StatusBar({ environments, apis: workspaceApis, canRunMake });
  subscriptions.push(
    log,
    environments,
    tree,
    statusBar,
    new ServicesBadge(tree.view, environments),
    ownWork,
    new FlipNotifications({
      environments,
      apis: { ...windowApis, ...workspaceApis },
      canRunMake,
      isAtWork: (folder) => ownWork.isIn(folder),
    }),
    new ContextPublisher(environments),
    new FailureLog(environments, log),
    new SettingsLog(workspaceApis, log),
    ...registerTools(environments),
    ...registerCommands({
      ids: commandIds(extension),
      needTrust: idsThatNeedTrust(extension),
      context: async () => (await lateParts()).commandContext,
      log,
    }),
    window.registerWebviewPanelSerializer(dashboardViewType, {
      deserializeWebviewPanel: async (panel, memory: unknown) => {
        (await lateParts()).commandContext.dashboards.restore(panel, memory);
      },
    }),
  );
  void environments.find();
  // Taken up again as they are loaded.
  if (remembersDeployments(workspaceState)) void lateParts();
  return { environments, tree, treeView: tree.view, statusBarItem: statusBar.item };
}
