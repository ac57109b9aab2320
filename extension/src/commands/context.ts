import type { LogOutputChannel } from 'vscode';
import { z } from 'zod';
import type { DashboardTabs } from '../dashboard/dashboard-tabs.ts';
import type { Deployments } from '../deployment/deployments.ts';
import type { Environment, Environments, Folder } from '../environments/environment.ts';
import type { Tokens } from '../environments/remote-environment.ts';
import type { LogTerminals } from '../logs/log-terminals.ts';
import type { MakeRunner } from '../make/make-runner.ts';
import { UserFacingError } from '../common/user-facing-error.ts';
import { l10n } from '@zero-to-running/health/words/l10n';

/**
 * What a command may be told: by a row of the tree, a link of the status bar's tooltip, or another extension.
 * Anything else counts as nothing.
 */
const commandArgumentSchema = z.object({
  /** Id of an environment. */
  environment: z.string().optional(),
  /** A service, as the report calls it. */
  service: z.string().optional(),
});

type CommandArgument = z.infer<typeof commandArgumentSchema>;

export function readArgument(raw: unknown): CommandArgument {
  return commandArgumentSchema.safeParse(raw).data ?? {};
}

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

export type LocalEnvironment = Environment & { readonly folder: Folder };

export function isLocal(environment: Environment): environment is LocalEnvironment {
  return environment.folder !== undefined;
}

/**
 * The environments with a Makefile.
 * @throws UserFacingError where there is none, as a walkthrough's button can be pressed in any window
 */
export function localsOf(all: readonly Environment[]): readonly LocalEnvironment[] {
  const locals = all.filter(isLocal);
  if (locals.length > 0) return locals;
  throw new UserFacingError(
    l10n.t(
      'No folder of this window has a stack. Open one that has the file contract/package.json, or say with the setting zeroToRunning.apiUrl where the API of its stack is.',
    ),
    { title: l10n.t('Open Settings'), command: 'workbench.action.openSettings', argument: 'zeroToRunning.apiUrl' },
  );
}
