import { ThemeIcon, Uri, window, workspace, type Terminal } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { DisposableOwner } from '../common/disposable.ts';
import type { Folder } from '../environments/environment.ts';
import { findTarget } from '../make/find-target.ts';

/** Whose log is wanted. */
export interface LogRequest {
  /** Where the Makefile is. */
  readonly folder: Folder;
  /** All services where it is empty. */
  readonly service: string;
  /** Name of a remote environment; undefined for the folder's own stack. */
  readonly remote?: string | undefined;
}

function nameOf({ folder, service, remote }: LogRequest): string {
  const what = service === '' ? l10n.t('All Logs') : l10n.t('Logs: {0}', service);
  // One of several folders has to be told from the others, which have services of the same names.
  const whose = remote ?? ((workspace.workspaceFolders?.length ?? 0) > 1 ? folder.name : undefined);
  return whose === undefined ? what : `${what} (${whose})`;
}

/** Terminals that follow the logs, one for each service, which is shown again while it still follows. */
export class LogTerminals extends DisposableOwner {
  readonly #terminals = new Map<string, Terminal>();

  constructor() {
    super();
    this.register(
      window.onDidCloseTerminal((closed) => {
        for (const [key, terminal] of this.#terminals) if (terminal === closed) this.#terminals.delete(key);
      }),
    );
  }

  async show(request: LogRequest): Promise<void> {
    const key = JSON.stringify([request.folder.uri, request.service, request.remote]);
    const open = this.#terminals.get(key);
    if (open && open.exitStatus === undefined) return open.show();
    const target = await findTarget('logs', request.folder);
    if (target === undefined) return;
    open?.dispose();
    const terminal = window.createTerminal({
      name: nameOf(request),
      // A process with its arguments; options go by the environment, where nothing is expanded.
      shellPath: 'make',
      shellArgs: ['--no-print-directory', target],
      cwd: Uri.file(request.folder.path),
      env: { SERVICE: request.service || null, ENV: request.remote ?? null },
      iconPath: new ThemeIcon('output'),
      // One that followed before a reload would come back without its process.
      isTransient: true,
    });
    this.#terminals.set(key, terminal);
    terminal.show();
  }
}
