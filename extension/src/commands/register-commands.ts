import { commands, l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { CommandContext } from './command-context.ts';

/** What registers commands before they, and what they work with, are loaded. */
export interface CommandRegistration {
  /** Ids as the manifest contributes them. */
  readonly ids: readonly string[];
  readonly context: () => Promise<CommandContext>;
  readonly log: LogOutputChannel;
}

/** Registers the commands that act on a stack. One that fails in a way that nobody foresaw says so. */
export function registerCommands({ ids, context, log }: CommandRegistration): Disposable[] {
  return ids.map((id) =>
    commands.registerCommand(id, async (argument: unknown) => {
      try {
        // Loaded with the first command, as nothing of them is needed to show health.
        const { allCommands } = await import('./all-commands.ts');
        await allCommands[id.replace(/^.*\./, '')]?.(await context(), argument);
      } catch (error) {
        log.error(id, error);
        void window.showErrorMessage(l10n.t('“{0}” failed: {1}', id, error instanceof Error ? error.message : ''));
      }
    }),
  );
}
