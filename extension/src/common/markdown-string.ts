import { MarkdownString } from 'vscode';
import { linkedCommands, type Markdown } from '../presentation/tooltips.ts';

/** Markdown of the presentation for VS Code: with icons, without HTML, and with links to our own commands only. */
export function markdownString(markdown: Markdown): MarkdownString {
  const string = new MarkdownString(markdown, true);
  string.supportHtml = false;
  string.isTrusted = { enabledCommands: linkedCommands };
  return string;
}
