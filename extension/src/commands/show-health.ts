import { commands } from 'vscode';
import type { Command } from './command-context.ts';

/** Brings the tree of services to the front. */
export const showHealth: Command = async () => {
  await commands.executeCommand('zeroToRunning.services.focus');
};
