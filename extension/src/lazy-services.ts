import type { LogOutputChannel, Uri } from 'vscode';
import type { CommandContext } from './commands/context.ts';
import { DisposableOwner } from './common/disposable.ts';
import { windowApis } from './common/window.apis.ts';
import { runDashboardAction, DashboardTabs } from './dashboard/dashboard-tabs.ts';
import { Deployments } from './deployment/deployments.ts';
import type { Memory } from './deployment/remembers-deployments.ts';
import type { Environments } from './environments/environment.ts';
import type { Tokens } from './environments/remote-environment.ts';
import { LogTerminals } from './logs/log-terminals.ts';
import { MakeRunner } from './make/make-runner.ts';

export interface EagerServices {
  readonly extension: Uri;
  readonly environments: Environments;
  readonly tokens: Tokens;
  /** Of this workspace. */
  readonly memory: Memory;
  /** Where files of this workspace may be kept. */
  readonly storage: Uri;
  readonly log: LogOutputChannel;
}

/** What is made when the first command or dashboard wants it. */
export class LazyServices extends DisposableOwner {
  readonly commandContext: CommandContext;

  constructor({ extension, environments, tokens, memory, storage, log }: EagerServices) {
    super();
    this.commandContext = {
      environments,
      tokens,
      log,
      dashboards: this.register(
        new DashboardTabs({ extension, environments, onAction: runDashboardAction, apis: windowApis, log }),
      ),
      logs: this.register(new LogTerminals()),
      make: new MakeRunner(log),
      deployments: this.register(
        new Deployments({
          memory,
          storage: storage.fsPath,
          onError: (error) => log.error('A deployment can no longer be followed', error),
        }),
      ),
    };
  }
}
