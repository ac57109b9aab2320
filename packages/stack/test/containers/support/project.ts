import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { anyFreePort } from '../../../src/ports/free-port.ts';
import { until } from '../../../src/process/wait.ts';
import type { ToolResult } from '../../../src/process/run.ts';
import { copyCheckout } from './copy-checkout.ts';
import { attempt, docker, succeed } from './docker.ts';
import { removeProject } from './sweep.ts';

export const portNames = ['FRONTEND_PORT', 'API_PORT', 'DATABASE_PORT', 'CACHE_PORT', 'PRODUCTION_PORT'] as const;

export type PortName = (typeof portNames)[number];

const production = ['-f', 'docker-compose.yml', '-f', 'docker-compose.production.yml'];
const withWorkspace = ['-f', 'docker-compose.yml', '-f', '.devcontainer/compose.yml'];

/** A copy of the checkout, and the Compose project it is. */
export class Project {
  readonly root: string;
  readonly name: string;
  readonly #files: readonly string[];

  private constructor(root: string, name: string, files: readonly string[]) {
    this.root = root;
    this.name = name;
    this.#files = files;
  }

  /** Makes a copy with an .env and free ports; nothing runs yet. */
  static async create(folder: string): Promise<Project> {
    const project = await Project.adopt(await copyCheckout(folder));
    for (const name of portNames) await project.set(name, String(await anyFreePort()));
    return project;
  }

  /** The project that a checkout is; its .env is completed first. */
  static async adopt(root: string): Promise<Project> {
    await succeed('sh', ['packages/stack/env/write.sh'], { cwd: root });
    return new Project(root, (await readSettings(root))['COMPOSE_PROJECT_NAME'] ?? '', []);
  }

  /** The same checkout's production stack. */
  get production(): Project {
    return new Project(this.root, `${this.name}-production`, production);
  }

  /** The same stack with the dev container's workspace. */
  get withWorkspace(): Project {
    return new Project(this.root, this.name, withWorkspace);
  }

  /** Sets a variable of `.env`. */
  async set(name: string, value: string): Promise<void> {
    const file = join(this.root, '.env');
    const others = (await readFile(file, 'utf8')).split('\n').filter((line) => !line.startsWith(`${name}=`));
    await writeFile(file, `${others.join('\n').trimEnd()}\n${name}=${value}\n`);
  }

  /** Where a published port can be reached. */
  async url(name: PortName): Promise<string> {
    const settings = await readSettings(this.root);
    return `http://127.0.0.1:${settings[`PUBLISHED_${name}`] ?? settings[name]}`;
  }

  /** Runs `docker compose` in the checkout. */
  attempt(...args: readonly string[]): Promise<ToolResult> {
    return attempt('docker', ['compose', '-p', this.name, ...this.#files, ...args], { cwd: this.root });
  }

  /** @throws Error with all of its output */
  compose(...args: readonly string[]): Promise<string> {
    return succeed('docker', ['compose', '-p', this.name, ...this.#files, ...args], { cwd: this.root });
  }

  /** Id of a service's container. */
  container(service: string): Promise<string> {
    return this.compose('ps', '--all', '--quiet', service);
  }

  /** Waits until the engine says of each container that it is healthy: after an outage, it checks again within its interval. */
  async untilHealthy(): Promise<void> {
    const areHealthy = async () => {
      const ids = (await this.compose('ps', '--quiet')).split('\n').filter(Boolean);
      const found = await docker('inspect', '--format', '{{.State.Health.Status}}', ...ids);
      return found
        .split('\n')
        .filter(Boolean)
        .every((status) => status === 'healthy');
    };
    if (await until(areHealthy, { deadlineMs: 90_000, everyMs: 500 })) return;
    throw new Error(`Not all containers of ${this.name} are healthy again after 90 s`);
  }

  /** Removes containers, networks, volumes and the images that were built, and at last the checkout. */
  async remove(): Promise<void> {
    await this.removeContainers();
    await rm(dirname(this.root), { recursive: true, force: true });
  }

  /** Removes containers, networks, volumes and the images that were built. */
  async removeContainers(): Promise<void> {
    // The dev container's command line makes an image without the project's label.
    const workspace = await docker('ps', '-aq', '--filter', `name=^${this.name}-workspace-1$`);
    const image = workspace && (await docker('inspect', '--format', '{{.Config.Image}}', workspace));
    await removeProject(`${this.name}-production`);
    await removeProject(this.name);
    if (image) await attempt('docker', ['rmi', image]);
  }
}

async function readSettings(root: string): Promise<NodeJS.Dict<string>> {
  return parseEnv(await readFile(join(root, '.env'), 'utf8'));
}
