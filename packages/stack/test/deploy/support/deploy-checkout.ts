import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { deploymentEventSchema, type DeploymentEvent } from '@app/contract/deployment';
import { thisCheckout } from '../../../src/checkout.ts';
import { runTool } from '../../../src/process/run.ts';
import { sortVariables } from '../../../src/test/make-arguments.ts';
import { terraformMemory } from '../../../src/test/terraform-memory.ts';
import { copyCheckout } from '../../containers/support/copy-checkout.ts';
import { succeed } from '../../containers/support/docker.ts';

/** How a command ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  /** Standard output and error. */
  readonly output: string;
  readonly events: readonly DeploymentEvent[];
}

const packageSchema = z.object({ version: z.string() });

/** In place of the real ones, whose builds are tested elsewhere and take long. */
const dockerfile = `FROM debian:bookworm-slim AS production
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.version="\${VERSION}" org.opencontainers.image.revision="\${REVISION}"
`;

function eventOf(line: string): DeploymentEvent | undefined {
  try {
    return deploymentEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Which environment a checkout has, and what of. */
export interface Infrastructure {
  readonly environment: 'dev' | 'production';
  /** `small`: that of the fixtures, which a mock makes in seconds; `database`: the same with the real module of the database. */
  readonly kind: 'small' | 'database' | 'real';
}

async function useSmallEnvironment(root: string, { environment, kind }: Infrastructure): Promise<void> {
  const fixtures = join(root, 'packages/stack/test/deploy/fixtures');
  const infra = join(root, 'infra');
  const kept = join(root, 'kept');
  if (kind === 'database') await cp(join(infra, 'modules/database'), kept, { recursive: true });
  await rm(infra, { recursive: true, force: true });
  const folder = join(infra, 'environments', environment);
  await mkdir(folder, { recursive: true });
  await cp(join(fixtures, 'environment'), folder, { recursive: true });
  const main = join(folder, 'main.tf');
  const text = await readFile(main, 'utf8');
  await writeFile(main, text.replaceAll('"dev', `"${environment}`));
  await writeFile(join(folder, 'terraform.tfvars'), 'region = "us-east-1"\nallowed_account_ids = ["123456789012"]\n');
  if (kind !== 'database') return;
  await cp(join(fixtures, 'database'), folder, { recursive: true });
  await mkdir(join(infra, 'modules'));
  await rename(kept, join(infra, 'modules/database'));
}

/** Over the modules' own settings; bootstrap's `backend_override.tf` comes later in the alphabet, and so goes over these. */
function mockSettings(key: string): string {
  const skipped = 'skip_metadata_api_check = true\n';
  const unasked = `use_path_style = true\nskip_credentials_validation = true\nskip_requesting_account_id = true\n${skipped}`;
  const state = `backend "s3" {\nkey = "${key}/terraform.tfstate"\nuse_lockfile = true\n${unasked}}`;
  return `terraform {\n${state}\n}\nprovider "aws" {\ns3_use_path_style = true\n${skipped}max_retries = 2\n}\n`;
}

/** The mock is asked by plain HTTP, which the bucket's policy forbids. */
const bucketSettings = `
resource "aws_s3_bucket_policy" "state" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "\${aws_s3_bucket.state.arn}/*" }]
  })
}
`;

async function useMockInRealModules(root: string, environment: string): Promise<void> {
  const bootstrap = mockSettings('bootstrap') + bucketSettings;
  await writeFile(join(root, 'infra/bootstrap/aws_override.tf'), bootstrap);
  await writeFile(join(root, 'infra/environments', environment, 'aws_override.tf'), mockSettings(environment));
}

/** A copy of the checkout with one environment in the mock AWS, in a repository of its own. */
export class DeployCheckout {
  readonly root: string;
  /** What a command run in it finds in its environment, besides what the tests have in theirs. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(root: string, env: Readonly<Record<string, string>>) {
    this.root = root;
    this.env = env;
  }

  static async create(
    { endpoint, url, registry }: { readonly endpoint: string; readonly url: string; readonly registry: string },
    infrastructure: Infrastructure,
  ): Promise<DeployCheckout> {
    const root = await copyCheckout('deploy');
    for (const name of ['api', 'frontend']) await writeFile(join(root, name, 'Dockerfile'), dockerfile);
    const { environment, kind } = infrastructure;
    if (kind === 'real') await useMockInRealModules(root, environment);
    else await useSmallEnvironment(root, infrastructure);
    await symlink(join(thisCheckout.root, 'node_modules'), join(root, 'node_modules'));
    const checkout = new DeployCheckout(root, {
      ...terraformMemory,
      ENV: environment,
      AWS_PROFILE: '',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      IMAGE_REGISTRY: registry,
      APP_URL: url,
    });
    await checkout.git('init', '--quiet', '--initial-branch=main');
    await appendFile(join(root, '.git/info/exclude'), 'node_modules\n.terraform.lock.hcl\n');
    await checkout.commit('first');
    return checkout;
  }

  git(...args: readonly string[]): Promise<string> {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
    return succeed('git', [...identity, ...args], { cwd: this.root });
  }

  async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  /** Replaces a text of a file, and commits that. @throws where the file does not have it */
  async edit(file: string, before: RegExp, after: string): Promise<void> {
    const path = join(this.root, file);
    const text = await readFile(path, 'utf8');
    if (!before.test(text)) throw new Error(`${file} has no ${before.source}`);
    await writeFile(path, text.replace(before, after));
    await this.commit(`Change ${file}`);
  }

  /** Commits a change that any image has, or with a migration. @returns the version that deploying it has */
  async change(message: string, withMigration = false): Promise<string> {
    const file = withMigration ? `api/src/db/migrations/9${Date.now()}_${message}.sql` : 'notes.txt';
    await writeFile(join(this.root, file), `${message}\n`);
    await this.commit(message);
    return this.version();
  }

  async version(): Promise<string> {
    const { version: base } = packageSchema.parse(JSON.parse(await readFile(join(this.root, 'package.json'), 'utf8')));
    return `${base}+${(await this.git('rev-parse', 'HEAD')).slice(0, 12)}`;
  }

  /** Has the Makefile add what a command line has to say here, for those who press a button instead. */
  async giveOptionsByMakefile(): Promise<void> {
    const { IMAGE_REGISTRY: registry, APP_URL: url } = this.env;
    const lines = [
      `plan deploy: override options += IMAGE_REGISTRY=${registry}`,
      `deploy: override options += APP_URL=${url}`,
    ];
    await appendFile(join(this.root, 'Makefile'), `\n${lines.join('\n')}\n`);
    await this.commit('Name the registry and the address');
  }

  /**
   * Runs a verb of the stack.
   * @param interruptAt step at whose beginning Ctrl-C is pressed, or type of another event
   * @param input what is piped in
   */
  async run(verb: string, env: NodeJS.ProcessEnv = {}, interruptAt?: string, input = ''): Promise<Run> {
    const { options, environment } = sortVariables(verb, { ...this.env, ...env });
    const child = spawn(process.execPath, ['packages/stack/src/cli.ts', verb, ...options], {
      cwd: this.root,
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A verb that reads nothing may have ended by then.
    child.stdin.once('error', () => undefined).end(input);
    let stdout = '';
    let output = '';
    const events: DeploymentEvent[] = [];
    let isInterrupted = false;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout += `${line}\n`;
      output += `${line}\n`;
      const event = eventOf(line);
      if (event) events.push(event);
      const isThere = event?.type === 'step' ? event.step === interruptAt : line.startsWith(`{"type":"${interruptAt}"`);
      if (isInterrupted || !isThere) return;
      isInterrupted = true;
      child.kill('SIGINT');
    });
    await once(child, 'close');
    return { code: child.exitCode, stdout, output, events };
  }

  /** Runs Terraform in the environment's folder, as a person does. */
  async terraform(...args: readonly string[]): Promise<string> {
    const cwd = join(this.root, 'infra/environments', this.env['ENV'] ?? '');
    const run = await runTool('terraform', args, { cwd, env: { ...process.env, ...this.env }, deadlineMs: 60_000 });
    if (!run.ok) throw new Error(`terraform ${args.join(' ')}: ${run.output}`);
    return run.stdout;
  }

  async remove(): Promise<void> {
    await rm(dirname(this.root), { recursive: true, force: true });
  }
}

/** The steps of a run, each with how it ended. */
export function endings({ events }: Run): Record<string, string> {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.type === 'step' && event.status !== 'started' ? [[event.step, event.status]] : [],
    ),
  );
}

export function resultOf({ events }: Run): Extract<DeploymentEvent, { type: 'result' }> | undefined {
  return events.findLast((event) => event.type === 'result');
}
