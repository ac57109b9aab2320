import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runTool, type ToolResult } from '../../process/run-tool.ts';

/** Package lists: those of the system as they are, which may be old or not there, or own ones that are updated. */
export type AptLists = 'system' | 'own';

/** apt with a cache, and if need be package lists, of its own: it needs no root and changes nothing of the system. */
export class PrivateApt {
  readonly #options: readonly string[];
  readonly #directory: string;
  readonly #signal: AbortSignal;

  /** @param directory made for its lists, its cache and the packages it downloads */
  constructor(directory: string, lists: AptLists, signal: AbortSignal) {
    this.#directory = directory;
    this.#signal = signal;
    for (const name of ['lists/partial', 'cache/archives/partial']) {
      mkdirSync(join(directory, name), { recursive: true });
    }
    const settings = {
      ...(lists === 'own' ? { 'Dir::State::Lists': join(directory, 'lists') } : {}),
      'Dir::Cache': join(directory, 'cache'),
      // It would warn that its own user, _apt, may not enter the folder.
      'APT::Sandbox::User': 'root',
      'Acquire::Languages': 'none',
      'Acquire::Retries': '2',
      'Acquire::http::Timeout': '20',
      'Acquire::https::Timeout': '20',
    };
    this.#options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  }

  /** Gets own lists. A source that does not answer fails the command, though the others may be enough. */
  update(): Promise<ToolResult> {
    return this.#run('apt-get', ['update'], 120_000);
  }

  /** The versions that would be installed, by package; none for those that do not exist. */
  async candidates(packages: readonly string[]): Promise<Map<string, string>> {
    const { stdout } = await this.#run('apt-cache', ['policy', ...packages], 30_000);
    const entries = [...stdout.matchAll(/^(\S+):\n.*\n {2}Candidate: (.+)$/gm)];
    return new Map(entries.flatMap(([, name = '', version = '']) => (version === '(none)' ? [] : [[name, version]])));
  }

  /** Packages that these need directly, of those that exist under that name. */
  async dependencies(packages: readonly string[]): Promise<string[]> {
    const { stdout } = await this.#run('apt-cache', ['depends', '--important', ...packages], 30_000);
    return [...stdout.matchAll(/^ *(?:Pre)?Depends: ([^<\s]+)$/gm)].map(([, name = '']) => name);
  }

  /** Downloads packages into its directory; their hashes are those of the signed lists. */
  download(packages: readonly string[]): Promise<ToolResult> {
    return this.#run('apt-get', ['download', ...packages], 120_000);
  }

  #run(command: string, args: readonly string[], deadlineMs: number): Promise<ToolResult> {
    const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    return runTool(command, [...this.#options, ...args], {
      cwd: this.#directory,
      env,
      deadlineMs,
      signal: this.#signal,
    });
  }
}
