import { window, type LogOutputChannel } from 'vscode';

/** The extension's log: what a person did at `info`, each request and its outcome at `debug`. */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Zero to Running', { log: true });
}
