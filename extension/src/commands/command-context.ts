import type { LogOutputChannel } from 'vscode';
import type { DashboardTabs } from '../dashboard/dashboard-tabs.ts';
import type { Deployments } from '../deployment/deployments.ts';
import type { Environments } from '../environments/environments.ts';
import type { Tokens } from '../environments/tokens.ts';
import type { LogTerminals } from '../logs/log-terminals.ts';
import type { MakeRunner } from '../make/make-runner.ts';

/** What commands work with. */
export interface CommandContext {
  readonly environments: Environments;
  readonly tokens: Tokens;
  readonly dashboards: DashboardTabs;
  readonly make: MakeRunner;
  readonly logs: LogTerminals;
  readonly deployments: Deployments;
  readonly log: LogOutputChannel;
}

/** A command: what it was told is not trusted to be anything. */
export type Command = (context: CommandContext, argument: unknown) => Promise<void>;
