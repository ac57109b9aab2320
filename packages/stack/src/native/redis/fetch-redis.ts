import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { runTool, type ToolResult } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';
import { fetchedProgram, fetchedServer, libraryPath, oldestMajor, type RedisServer } from './servers.ts';
import { sealPrograms } from './shared-programs.ts';

/** Package lists: those of the system as they are, which may be old or not there, or own ones that are updated. */
type AptLists = 'system' | 'own';

/** apt with a cache, and if need be package lists, of its own: it needs no root and changes nothing of the system. */
class PrivateApt {
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

/** In Debian and Ubuntu the server's program is in the package of the tools. */
const products = [
  { name: 'Redis', server: 'redis-server', tools: 'redis-tools' },
  { name: 'Valkey', server: 'valkey-server', tools: 'valkey-tools' },
];

/** Libraries of libraries: more rounds than any distribution needs. */
const maxRounds = 5;

const majorOf = (debianVersion: string) => Number.parseInt(debianVersion.replace(/^\d+:/, ''), 10);

async function isInstalled(name: string): Promise<boolean> {
  const { stdout } = await runTool('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { deadlineMs: 10_000 });
  return stdout === 'installed';
}

async function missingFiles(program: string, root: string): Promise<string[]> {
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: libraryPath(root) };
  const { output } = await runTool('ldd', [program], { env, deadlineMs: 10_000 });
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name);
}

class Fetch {
  readonly #apt: PrivateApt;
  readonly #downloads: string;
  readonly #root: string;

  constructor(downloads: string, root: string, lists: AptLists, signal: AbortSignal) {
    this.#downloads = downloads;
    this.#root = root;
    this.#apt = new PrivateApt(downloads, lists, signal);
    mkdirSync(root, { recursive: true });
  }

  update(): Promise<ToolResult> {
    return this.#apt.update();
  }

  /** Unpacks the server and the libraries that this system does not have. */
  async get(report: (message: string) => void): Promise<void> {
    const { name, packages } = await this.#choose();
    report(`downloading ${name}, once for this machine`);
    let libraries = await this.#missingLibraries(packages);
    await this.#unpack([...packages, ...libraries]);
    for (let round = 0; round < maxRounds; round += 1) {
      const missing = await missingFiles(fetchedProgram(this.#root) ?? '', this.#root);
      if (missing.length === 0) return;
      libraries = await this.#missingLibraries(libraries);
      if (libraries.length === 0) throw new StackError(`no package has the libraries ${missing.join(', ')}`);
      await this.#unpack(libraries);
    }
  }

  async #choose(): Promise<{ name: string; packages: string[] }> {
    const candidates = await this.#apt.candidates(products.map(({ tools }) => tools));
    const product = products.find(({ tools }) => majorOf(candidates.get(tools) ?? '0') >= oldestMajor);
    if (product) return { name: product.name, packages: [product.server, product.tools] };
    const offered = [...candidates.values()].join(', ') || 'none at all';
    throw new StackError(`your distribution has no Redis ${oldestMajor} or newer (${offered})`);
  }

  async #missingLibraries(packages: readonly string[]): Promise<string[]> {
    const libraries = (await this.#apt.dependencies(packages)).filter((name) => name.startsWith('lib'));
    const installed = await Promise.all(libraries.map(isInstalled));
    return libraries.filter((_, index) => !installed[index]);
  }

  async #unpack(packages: readonly string[]): Promise<void> {
    const { ok, output, ending } = await this.#apt.download(packages);
    if (!ok) throw new StackError(`${packages.join(', ')} could not be downloaded: ${output.trim() || ending}`);
    for (const file of readdirSync(this.#downloads).filter((name) => name.endsWith('.deb'))) {
      const archive = join(this.#downloads, file);
      const unpacked = await runTool('dpkg', ['-x', archive, this.#root], { deadlineMs: 60_000 });
      if (!unpacked.ok) throw new StackError(`${file} could not be unpacked: ${unpacked.output.trim()}`);
      rmSync(archive);
    }
  }
}

/** By the lists of the system if they are there and not too old, else by own ones, which take their time to get. */
async function getByAnyLists(
  downloads: string,
  root: string,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await new Fetch(downloads, root, 'system', signal).get(report);
  } catch {
    signal.throwIfAborted();
    report("getting your distribution's package lists");
    const fetch = new Fetch(downloads, root, 'own', signal);
    const update = await fetch.update();
    await fetch.get(report).catch((error: unknown) => {
      const why = /^[EW]: .*$/m.exec(update.output)?.[0];
      throw new StackError(why && !update.ok ? `${messageOf(error)}; ${why}` : messageOf(error), { cause: error });
    });
  }
}

/**
 * Gets Redis or Valkey from the distribution's own sources, verified by its keys, without root and without installing
 * anything.
 * @param directory where it is kept for the next time
 * @throws StackError saying why it cannot be had
 */
export async function fetchServer(
  directory: string,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<RedisServer> {
  const unfinished = `${directory}.unfinished`;
  const downloads = `${directory}.downloads`;
  const removeTemporary = () => {
    for (const each of [unfinished, downloads]) rmSync(each, { recursive: true, force: true });
  };
  removeTemporary();
  try {
    report('there is none on this machine: looking for one in your distribution');
    await getByAnyLists(downloads, unfinished, report, signal);
    sealPrograms(unfinished);
    // Whoever runs it need not be who fetched it.
    chmodSync(unfinished, 0o755);
    rmSync(directory, { recursive: true, force: true });
    renameSync(unfinished, directory);
    const server = await fetchedServer(directory);
    if (server) return server;
    rmSync(directory, { recursive: true, force: true });
    throw new StackError('the downloaded one does not run here');
  } finally {
    removeTemporary();
  }
}
