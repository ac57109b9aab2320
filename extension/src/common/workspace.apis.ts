import { Uri, window, workspace, type Disposable, type WindowState, type WorkspaceFolder } from 'vscode';

/** Thin functions over VS Code's workspace and window, which tests replace instead of VS Code itself. */
export interface WorkspaceApis {
  folders(): readonly WorkspaceFolder[];
  /** A setting of the extension; `folder` is a URI as text. */
  setting(name: string, folder?: string): unknown;
  updateSetting(name: string, value: unknown): Thenable<void>;
  /** @param glob of files in the window's folders */
  onDidMakeOrDelete(glob: string, listener: () => void): Disposable;
  onDidChangeFolders(listener: () => void): Disposable;
  onDidChangeSettings(listener: () => void): Disposable;
  windowState(): WindowState;
  onDidChangeWindowState(listener: (state: WindowState) => void): Disposable;
}

const section = 'zeroToRunning';

export const workspaceApis: WorkspaceApis = {
  folders: () => workspace.workspaceFolders ?? [],
  setting: (name, folder) => workspace.getConfiguration(section, folder ? Uri.parse(folder) : null).get(name),
  updateSetting: (name, value) => workspace.getConfiguration(section).update(name, value, true),
  onDidMakeOrDelete: (glob, listener) => {
    const watcher = workspace.createFileSystemWatcher(glob, false, true, false);
    watcher.onDidCreate(listener);
    watcher.onDidDelete(listener);
    return watcher;
  },
  onDidChangeFolders: (listener) => workspace.onDidChangeWorkspaceFolders(listener),
  onDidChangeSettings: (listener) =>
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) listener();
    }),
  windowState: () => window.state,
  onDidChangeWindowState: (listener) => window.onDidChangeWindowState(listener),
};
