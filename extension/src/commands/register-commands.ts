import { commands, l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import { assertTrusted } from '../make/assert-trusted.ts';
import { CannotDo } from '../common/cannot-do.ts';
import type { CommandContext } from './command-context.ts';

/** What registers commands before they, and what they work with, are loaded. */
export interface CommandRegistration {
  /** Ids as the manifest contributes them. */
  readonly ids: readonly string[];
  /** Those of them that run the Makefile, which needs trust. */
  readonly needTrust: ReadonlySet<string>;
  readonly context: () => Promise<CommandContext>;
  readonly log: LogOutputChannel;
}

async function tell({ message, remedy }: CannotDo): Promise<void> {
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
        if (error instanceof CannotDo) {
          void tell(error);
          return;
        }
        log.error(id, error);
        void window.showErrorMessage(l10n.t('“{0}” failed: {1}', id, error instanceof Error ? error.message : ''));
      }
    }),
  );
}
