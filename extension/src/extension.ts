import type { ExtensionContext } from 'vscode';

/** Called by VS Code when a folder of this kind is open. */
export function activate(_context: ExtensionContext): void {}
