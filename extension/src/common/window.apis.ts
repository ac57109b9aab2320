import { commands, window, type Disposable, ProgressLocation, MarkdownString } from 'vscode';
import { linkedCommands, type Markdown } from '../presentation/tooltips.ts';

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

/** Milliseconds for which one waits without wondering. */
const patienceMs = 1_000;

/** Shows in the status bar what goes on, once it takes longer than one would expect. */
export async function withLateProgress<Value>(title: string, work: Promise<Value>): Promise<Value> {
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  const late = setTimeout(
    () => void window.withProgress({ location: ProgressLocation.Window, title }, () => settled),
    patienceMs,
  );
  try {
    return await work;
  } finally {
    clearTimeout(late);
  }
}

/** Markdown of the presentation for VS Code: with icons, without HTML, and with links to our own commands only. */
export function markdownString(markdown: Markdown): MarkdownString {
  const string = new MarkdownString(markdown, true);
  string.supportHtml = false;
  string.isTrusted = { enabledCommands: linkedCommands };
  return string;
}
