import { access } from 'node:fs/promises';
import { dirname, join, basename } from 'node:path';
import type { Environment, Environments, Folder } from './environment.ts';
import type { Memento } from 'vscode';
import { DisposableOwner, Emitter } from '../common/disposable.ts';
import type { WorkspaceApis } from '../common/workspace.apis.ts';
import { LocalEnvironment } from './local-environment.ts';
import { readRemoteSettings, type RemoteSettings } from './remote-settings.ts';
import { remoteId, RemoteEnvironment, type Tokens } from './remote-environment.ts';

/** What a folder with a stack has, as in the manifest's `activationEvents`. */
const markers = ['contract/package.json', '.stack/state.json'] as const;

/** The markers, and the folders with which they go: of what is deleted, VS Code tells the uppermost only. */
const markersGlob = `**/{${[...markers, ...markers.map((marker) => dirname(marker))].join(',')}}`;

/** Whether a folder keeps the contract, or has a stack that runs. */
async function hasStack(folder: string): Promise<boolean> {
  const found = await Promise.all(
    markers.map((marker) =>
      access(join(folder, marker)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** The folders with names that tell them apart: where several have one, by the folder that each is in. */
export function withDistinctNames(folders: readonly Folder[]): Folder[] {
  const isShared = ({ name }: Folder) => folders.filter((each) => each.name === name).length > 1;
  return folders.map((folder) =>
    isShared(folder) ? { ...folder, name: `${folder.name} (${basename(dirname(folder.path))})` } : folder,
  );
}

type OwnedEnvironment = LocalEnvironment | RemoteEnvironment;

const selectionKey = 'selectedEnvironment';

const textOf = (setting: unknown) => (typeof setting === 'string' ? setting.trim() : '');

/** The environments of a window, as its folders and settings change. */
export class WorkspaceEnvironments extends DisposableOwner implements Environments {
  readonly #apis: WorkspaceApis;
  readonly #memory: Memento;
  readonly #tokens: Tokens;
  readonly #log: (line: string) => void;
  readonly #changes = this.register(new Emitter());
  readonly #owned = new Map<string, OwnedEnvironment>();
  readonly #remotes = new Map<string, RemoteSettings>();
  #generation = 0;
  #all: readonly OwnedEnvironment[] = [];

  readonly onDidChange = this.#changes.event;

  constructor(apis: WorkspaceApis, memory: Memento, tokens: Tokens, log: (line: string) => void) {
    super();
    this.#apis = apis;
    this.#memory = memory;
    this.#tokens = tokens;
    this.#log = log;
    this.register({ dispose: () => this.#keepOnly(new Set()) });
    this.register(apis.onDidChangeFolders(() => void this.find()));
    // A folder may become one with a stack while it is open: it is cloned into, or another branch is checked out.
    this.register(apis.onDidMakeOrDelete(markersGlob, () => void this.find()));
    this.register(apis.onDidChangeSettings(() => void this.find().then(() => this.#refreshAll())));
    this.register(apis.onDidChangeWindowState(() => this.#suspendAll()));
    this.register(tokens.onDidChange((id) => this.#owned.get(id)?.store.refresh()));
  }

  get all(): readonly Environment[] {
    return this.#all;
  }

  get selected(): Environment | undefined {
    const id = this.#memory.get<string>(selectionKey);
    return this.#all.find((each) => each.id === id) ?? this.#all[0];
  }

  select(id: string): void {
    if (!this.#owned.has(id)) return;
    void this.#memory.update(selectionKey, id);
    this.#changes.fire();
  }

  /** Looks for environments; may be called as often as one likes. */
  async find(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const folders = withDistinctNames(
      this.#apis.folders().map(({ uri, name }) => ({ uri: uri.toString(), name, path: uri.fsPath })),
    );
    const kinds = await Promise.all(folders.map((folder) => this.#isOfThisKind(folder)));
    if (this.isDisposed || generation !== this.#generation) return;
    const locals = folders.filter((_folder, index) => kinds[index]).map((folder) => this.#local(folder));
    const remotes = readRemoteSettings(this.#apis.setting('environments')).map((each) => this.#remote(each));
    const found = [...locals, ...remotes];
    this.#keepOnly(new Set(found.map(({ id }) => id)));
    this.#all = found;
    this.#suspendAll();
    this.#changes.fire();
  }

  async #isOfThisKind({ uri, path }: Folder): Promise<boolean> {
    return textOf(this.#apis.setting('apiUrl', uri)) !== '' || hasStack(path);
  }

  #local(folder: Folder): OwnedEnvironment {
    const id = `local:${folder.uri}`;
    return this.#own(id, () => {
      const settings = () => ({
        apiUrl: textOf(this.#apis.setting('apiUrl', folder.uri)),
        frontendUrl: textOf(this.#apis.setting('frontendUrl', folder.uri)),
      });
      return new LocalEnvironment({ folder, settings, token: (api) => this.#tokens.read(id, api), log: this.#log });
    });
  }

  #remote(settings: RemoteSettings): OwnedEnvironment {
    const id = remoteId(settings);
    this.#remotes.set(id, settings);
    return this.#own(id, () => {
      const frontendUrl = () => this.#remotes.get(id)?.frontendUrl;
      const token = (api: string) => this.#tokens.read(id, api);
      return new RemoteEnvironment({ ...settings, frontendUrl, token, log: this.#log });
    });
  }

  #own(id: string, create: () => OwnedEnvironment): OwnedEnvironment {
    const known = this.#owned.get(id) ?? create();
    this.#owned.set(id, known);
    return known;
  }

  #keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, environment] of this.#owned) {
      if (ids.has(id)) continue;
      this.#owned.delete(id);
      this.#remotes.delete(id);
      environment.dispose();
    }
  }

  /** A window that is neither looked at nor was used lately asks nobody. */
  #suspendAll(): void {
    const { focused, active } = this.#apis.windowState();
    for (const { store } of this.#all) {
      store.attend(active);
      store.suspend(!focused && !active);
    }
  }

  #refreshAll(): void {
    for (const { store } of this.#all) store.refresh();
  }
}
