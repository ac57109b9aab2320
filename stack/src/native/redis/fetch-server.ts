import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../../process/run-tool.ts';
import { StackError } from '../../stack-error.ts';
import { PrivateApt } from './apt.ts';
import { fetchedProgram, fetchedServer, libraryPath } from './fetched-server.ts';
import { oldestMajor, type RedisServer } from './redis-server.ts';

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

async function missingLibraries(program: string, root: string): Promise<string[]> {
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: libraryPath(root) };
  const { output } = await runTool('ldd', [program], { env, deadlineMs: 10_000 });
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name);
}

class Fetch {
  readonly #apt: PrivateApt;
  readonly #downloads: string;
  readonly #root: string;

  constructor(directory: string, root: string, signal: AbortSignal) {
    this.#downloads = directory;
    this.#root = root;
    this.#apt = new PrivateApt(directory, signal);
    mkdirSync(root, { recursive: true });
  }

  async choose(): Promise<{ name: string; packages: string[] }> {
    const update = await this.#apt.update();
    const candidates = await this.#apt.candidates(products.map(({ tools }) => tools));
    const product = products.find(({ tools }) => majorOf(candidates.get(tools) ?? '0') >= oldestMajor);
    if (product) return { name: product.name, packages: [product.server, product.tools] };
    const offered = [...candidates.values()].join(', ');
    const why = offered ? `it offers ${offered} only` : (/^[EW]: .*$/m.exec(update.output)?.[0] ?? update.ending);
    throw new StackError(`no Redis ${oldestMajor} or newer could be had from your distribution: ${why}`);
  }

  async unpack(packages: readonly string[]): Promise<void> {
    const { ok, output, ending } = await this.#apt.download(packages);
    if (!ok) throw new StackError(`${packages.join(', ')} could not be downloaded: ${output.trim() || ending}`);
    for (const file of readdirSync(this.#downloads).filter((name) => name.endsWith('.deb'))) {
      const archive = join(this.#downloads, file);
      const unpacked = await runTool('dpkg', ['-x', archive, this.#root], { deadlineMs: 60_000 });
      if (!unpacked.ok) throw new StackError(`${file} could not be unpacked: ${unpacked.output.trim()}`);
      rmSync(archive);
    }
  }

  /** Gets the packages of the libraries that this system does not have. */
  async complete(packages: readonly string[]): Promise<void> {
    let needing = packages;
    for (let round = 0; round < maxRounds; round += 1) {
      const missing = await missingLibraries(fetchedProgram(this.#root) ?? '', this.#root);
      if (missing.length === 0) return;
      const libraries = (await this.#apt.dependencies(needing)).filter((name) => name.startsWith('lib'));
      const installed = await Promise.all(libraries.map(isInstalled));
      needing = libraries.filter((_, index) => !installed[index]);
      if (needing.length === 0) throw new StackError(`no package has the libraries ${missing.join(', ')}`);
      await this.unpack(needing);
    }
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
    const fetch = new Fetch(downloads, unfinished, signal);
    report("getting your distribution's package lists, since there is no Redis on this machine");
    const { name, packages } = await fetch.choose();
    report(`downloading ${name} into .stack/tools`);
    await fetch.unpack(packages);
    await fetch.complete(packages);
    rmSync(directory, { recursive: true, force: true });
    if (!(await fetchedServer(unfinished))) throw new StackError(`the downloaded ${name} does not run here`);
    renameSync(unfinished, directory);
    const server = await fetchedServer(directory);
    if (!server) throw new StackError(`the downloaded ${name} does not run here`);
    return server;
  } finally {
    removeTemporary();
  }
}
