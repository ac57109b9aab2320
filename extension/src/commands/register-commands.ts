import { commands, type Disposable, type Extension, type LogOutputChannel, window } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { z } from 'zod';
import { UserFacingError } from '../common/user-facing-error.ts';
import { assertTrusted } from '../make/find-target.ts';
import type { CommandContext } from './context.ts';

type Manifested = Pick<Extension<unknown>, 'packageJSON'>;

const manifestSchema = z.object({
  contributes: z.object({ commands: z.array(z.object({ command: z.string(), enablement: z.string().optional() })) }),
});

function contributed({ packageJSON }: Manifested) {
  return manifestSchema.parse(packageJSON).contributes.commands;
}

/** The ids of the commands that the manifest contributes. */
export function commandIds(extension: Manifested): string[] {
  return contributed(extension).map(({ command }) => command);
}

/** The ids of those that the manifest offers in a trusted window only. */
export function idsThatNeedTrust(extension: Manifested): ReadonlySet<string> {
  const needTrust = contributed(extension).filter(({ enablement = '' }) => enablement.includes('isWorkspaceTrusted'));
  return new Set(needTrust.map(({ command }) => command));
}

/** What registers commands before they, and what they work with, are loaded. */
export interface CommandRegistration {
  /** Ids as the manifest contributes them. */
  readonly ids: readonly string[];
  /** Those of them that run the Makefile, which needs trust. */
  readonly needTrust: ReadonlySet<string>;
  readonly context: () => Promise<CommandContext>;
  readonly log: LogOutputChannel;
}

async function tell({ message, remedy }: UserFacingError): Promise<void> {
  const choice = await window.showWarningMessage(message, remedy.title);
  if (choice === remedy.title) await commands.executeCommand(remedy.command, remedy.argument);
}

/**
 * Registers the commands that act on a stack. One that cannot be done says why; one that fails in a way that nobody foresaw says
 * so. The manifest's `enablement` keeps neither links nor other extensions from running one.
 */
export function registerCommands({ ids, needTrust, context, log }: CommandRegistration): Disposable[] {
  return ids.map((id) =>
    commands.registerCommand(id, async (argument: unknown) => {
      try {
        if (needTrust.has(id)) assertTrusted();
        // Loaded with the first command, as nothing of them is needed to show health.
        const { allCommands } = await import('./all-commands.ts');
        await allCommands[id.replace(/^.*\./, '')]?.(await context(), argument);
      } catch (error) {
        if (error instanceof UserFacingError) {
          void tell(error);
          return;
        }
        log.error(id, error);
        void window.showErrorMessage(l10n.t('“{0}” failed: {1}', id, error instanceof Error ? error.message : ''));
      }
    }),
  );
}
