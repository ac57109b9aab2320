import { DisposableOwner, type Disposable } from '../common/disposable.ts';
import { settingProblems, type ReadSetting } from '../environments/setting-problems.ts';

/** Where settings are read, and their changes told. */
export interface SettingsSource {
  folders(): readonly { readonly uri: { toString(): string } }[];
  readonly setting: ReadSetting;
  onDidChangeFolders(listener: () => void): Disposable;
  onDidChangeSettings(listener: () => void): Disposable;
}

/** Writes into the log what of the settings is not used: once, and again where it was put right in between. */
export class SettingsLog extends DisposableOwner {
  readonly #apis: SettingsSource;
  readonly #log: { warn(message: string): void };
  #told: readonly string[] = [];

  constructor(apis: SettingsSource, log: { warn(message: string): void }) {
    super();
    this.#apis = apis;
    this.#log = log;
    this.register(apis.onDidChangeFolders(() => this.#tell()));
    this.register(apis.onDidChangeSettings(() => this.#tell()));
    this.#tell();
  }

  #tell(): void {
    const folders = this.#apis.folders().map(({ uri }) => uri.toString());
    const problems = settingProblems((name, folder) => this.#apis.setting(name, folder), folders);
    for (const problem of problems) if (!this.#told.includes(problem)) this.#log.warn(`${problem}.`);
    this.#told = problems;
  }
}
