import type { LogOutputChannel, OutputChannel } from 'vscode';
import type { DashboardTabs } from '../dashboard/dashboard-tabs.ts';
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
  /** What deployments print. */
  readonly deploymentOutput: OutputChannel;
  readonly log: LogOutputChannel;
}

/** A command: what it was told is not trusted to be anything. */
export type Command = (context: CommandContext, argument: unknown) => Promise<void>;
