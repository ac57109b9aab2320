import { commands, window, type Disposable } from 'vscode';

/** Thin functions over VS Code's window and commands, which tests replace instead of VS Code itself. */
export interface WindowApis {
  showWarning(message: string, ...actions: string[]): Thenable<string | undefined>;
  /** Shows a message in the status bar for some milliseconds. */
  showInStatusBar(message: string, hideAfterMs: number): Disposable;
  run(command: string, ...args: unknown[]): Thenable<unknown>;
}

export const windowApis: WindowApis = {
  showWarning: (message, ...actions) => window.showWarningMessage(message, ...actions),
  showInStatusBar: (message, hideAfterMs) => window.setStatusBarMessage(message, hideAfterMs),
  run: (command, ...args) => commands.executeCommand(command, ...args),
};
