import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { thisCheckout } from '@zero-to-running/stack/checkout';
import { runTool } from '@zero-to-running/stack/process/run';
import { until } from '@zero-to-running/stack/process/wait';
import { dockerArguments, type Surroundings, type Task } from './task.ts';

const minute = 60_000;

const settings = { database: 'app', master: 'master', redis: 'redis:7-bookworm', postgres: 'postgres:16-bookworm' };

async function run(args: readonly string[], input?: string): Promise<string> {
  const options = { deadlineMs: 8 * minute, ...(input !== undefined && { input }) };
  const { ok, stdout, output, ending } = await runTool('docker', args, options);
  if (!ok) throw new Error(`docker ${args.slice(0, 2).join(' ')}: ${ending}\n${output.slice(-4_000)}`);
  return stdout.trim();
}

const docker = (...args: readonly string[]) => run(args);

/** Builds an image. @param dockerfile read from standard input, where an option says so. @returns its id */
export function buildImage(context: string, options: readonly string[], dockerfile?: string): Promise<string> {
  return run(['build', '--quiet', ...options, context], dockerfile);
}

/** Builds an image as `make deploy` does. @returns its id */
export function buildProductionImage(name: 'api' | 'frontend'): Promise<string> {
  const file = join(thisCheckout.root, name, 'Dockerfile');
  return buildImage(thisCheckout.root, [`--file=${file}`, '--target=production']);
}

const volumesSchema = z.record(z.string(), z.unknown()).nullable();

/** Runs tasks in Docker as Fargate would, with a database and a cache beside them. */
export class Fargate {
  readonly #network: string;
  readonly #volumes = new Set<string>();
  readonly #secrets = new Map<string, string>();

  private constructor(network: string) {
    this.#network = network;
  }

  static async start(): Promise<Fargate> {
    const fargate = new Fargate(`fargate-${randomBytes(4).toString('hex')}`);
    await docker('network', 'create', fargate.#network);
    await Promise.all([
      fargate.#serve('database', settings.postgres, {
        POSTGRES_USER: settings.master,
        POSTGRES_DB: settings.database,
        POSTGRES_PASSWORD: fargate.#secret('the master'),
      }),
      fargate.#serve('cache', settings.redis, {}, 'redis-server', '--requirepass', fargate.#secret('REDIS_PASSWORD')),
    ]).then(([database]) => fargate.#untilServing(database));
    return fargate;
  }

  async #serve(alias: string, image: string, env: Readonly<Record<string, string>>, ...command: readonly string[]) {
    const variables = Object.entries(env).map(([name, value]) => `--env=${name}=${value}`);
    const place = [`--network=${this.#network}`, `--network-alias=${alias}`, `--label=fargate=${this.#network}`];
    return docker('run', '--detach', ...place, ...variables, image, ...command);
  }

  /** Waits until the database takes connections from elsewhere: its first start is for itself alone. */
  async #untilServing(database: string): Promise<void> {
    const asks = ['exec', database, 'pg_isready', '--host=database', `--username=${settings.master}`];
    const isServing = async () => (await runTool('docker', asks, { deadlineMs: minute })).ok;
    if (!(await until(isServing, { deadlineMs: minute, everyMs: 200 }))) {
      throw new Error(`The database does not serve:\n${await this.#log(database)}`);
    }
  }

  #secret(name: string): string {
    const known = this.#secrets.get(name) ?? randomBytes(24).toString('hex');
    this.#secrets.set(name, known);
    return known;
  }

  /** As Secrets Manager has them: the migration is run by the database's master, and makes the role of the services. */
  #secretOf({ container }: Task, name: string): string {
    const isMaster = container.secrets.some((secret) => secret.name === 'APP_DATABASE_PASSWORD');
    if (name === 'PGUSER') return isMaster ? settings.master : 'application';
    if (name === 'PGPASSWORD') return this.#secret(isMaster ? 'the master' : 'the application');
    if (name === 'APP_DATABASE_USER') return 'application';
    if (name === 'APP_DATABASE_PASSWORD') return this.#secret('the application');
    return this.#secret(name);
  }

  /** Starts a task. @returns the container's id */
  async run(task: Task, image: string): Promise<string> {
    const volumes = await docker('image', 'inspect', '--format', '{{json .Config.Volumes}}', image);
    const around: Surroundings = {
      image,
      network: this.#network,
      declaredVolumes: Object.keys(volumesSchema.parse(JSON.parse(volumes)) ?? {}),
      // Without TLS, which the stores of this test do not speak.
      environment: {
        DATABASE_URL: `postgres://database:5432/${settings.database}`,
        REDIS_URL: 'redis://cache:6379',
      },
      secret: (name) => this.#secretOf(task, name),
      volume: (name) => {
        const volume = `${this.#network}-${task.container.name}-${name}`;
        this.#volumes.add(volume);
        return volume;
      },
    };
    return docker(...dockerArguments(task, around));
  }

  async #log(id: string): Promise<string> {
    return (await runTool('docker', ['logs', '--tail', '30', id], { deadlineMs: minute })).output;
  }

  /** Waits until what runs answers a path well. @throws with its log when it ends before, or does not in time */
  async untilHealthy(id: string, port: number, path: string): Promise<void> {
    let status = 'it does not answer';
    let isRunning = true;
    const settles = async () => {
      isRunning = (await docker('inspect', '--format', '{{.State.Running}}', id)) === 'true';
      if (!isRunning) return true;
      // It may end between two questions.
      const [address = ''] = (await docker('port', id, String(port)).catch(() => '')).split('\n');
      return fetch(`http://${address}${path}`, { signal: AbortSignal.timeout(5_000) }).then(
        (answer) => ((status = `it answers ${answer.status}`), answer.ok),
        () => false,
      );
    };
    const isSettled = await until(settles, { deadlineMs: minute, everyMs: 300 });
    if (isSettled && isRunning) return;
    throw new Error(`${isRunning ? status : 'It has ended'}:\n${await this.#log(id)}`);
  }

  /** Sees that a task that serves nothing runs on, and ends when it is told to. @throws with its log */
  async assertStays(id: string): Promise<void> {
    await docker('stop', '--time', '30', id);
    const code = await docker('inspect', '--format', '{{.State.ExitCode}}', id);
    // By SIGTERM: it neither ended by itself nor had to be killed.
    if (code !== '143') throw new Error(`It ends with ${code}:\n${await this.#log(id)}`);
  }

  /** Waits until a task that runs once ends well. @throws with its log when it does not */
  async untilDone(id: string): Promise<void> {
    const code = await docker('wait', id);
    if (code !== '0') throw new Error(`It ends with ${code}:\n${await this.#log(id)}`);
  }

  async stop(): Promise<void> {
    // One that could not be started is there all the same.
    const containers = await docker('ps', '--all', '--quiet', '--filter', `label=fargate=${this.#network}`);
    await docker('rm', '--force', '--volumes', ...containers.split('\n'));
    if (this.#volumes.size > 0) await docker('volume', 'rm', '--force', ...this.#volumes);
    await docker('network', 'rm', this.#network);
  }
}
