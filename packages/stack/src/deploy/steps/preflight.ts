import { wrongAccount } from '../aws-errors.ts';
import { readIdentity, type Identity } from '../aws/account.ts';
import { quotaWarnings } from '../aws/quotas.ts';
import type { DeployContext } from '../context.ts';
import { environmentPrefix, readEnvironmentSettings, type DeployEnvironment } from '../environment.ts';
import { assertOwnState, stateBucket } from '../product-identity.ts';
import type { StepReporter } from '../report.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { RootModule } from '../terraform/root-module.ts';
import { runTool } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

/** @throws StackError when no Docker engine answers, or it cannot build */
export async function checkEngine(): Promise<void> {
  const engine = await runTool('docker', ['version', '--format', '{{.Server.Version}}'], { deadlineMs: 20_000 });
  if (!engine.ok) {
    throw new StackError('Images have to be built, but no Docker engine answers', {
      fix: [
        'Start it: Docker Desktop, or sudo systemctl start docker',
        'Or deploy images that are built: API_IMAGE=… FRONTEND_IMAGE=… APP_VERSION=…, as the pipeline does.',
      ],
    });
  }
  const buildx = await runTool('docker', ['buildx', 'version'], { deadlineMs: 20_000 });
  if (buildx.ok) return;
  throw new StackError("Docker's Buildx is missing", { fix: ['Install it: https://docs.docker.com/go/buildx'] });
}

/** Says of what the account has too little left for the environment; what stands of it already is its own. */
export async function checkQuotas(
  { checkout, environment, region, signal }: DeployContext,
  reporter: StepReporter,
): Promise<void> {
  const owner = environmentPrefix(checkout, environment);
  for (const warning of await quotaWarnings({ owner, region, signal })) reporter.note(`! ${warning}`);
}

/** What a command on an environment may use. */
export interface Access {
  /** Of the environment. */
  readonly module: RootModule;
  /** Terraform in another folder. */
  readonly moduleAt: (directory: string) => RootModule;
  readonly identity: Identity;
}

function assertAllowed(environment: DeployEnvironment, { account }: Identity): void {
  const { allowedAccounts } = readEnvironmentSettings(environment, process.env);
  if (allowedAccounts.length === 0 || allowedAccounts.includes(account)) return;
  const { message, fix } = wrongAccount(account);
  throw new StackError(message, { fix, code: 'aws-wrong-account' });
}

/**
 * For a command that needs no Terraform: that the account is one the environment may be in, and that it is this product's there.
 * @throws StackError with the fix
 */
export async function checkAccount(context: DeployContext): Promise<Identity> {
  const identity = await readIdentity(context.region, context.signal);
  assertAllowed(context.environment, identity);
  await assertOwnState(context, identity.account);
  return identity;
}

/**
 * Looks at all that is needed, before anything is begun.
 * @param builds whether images are going to be built
 * @throws StackError with the fix
 */
export async function checkAccess(context: DeployContext, reporter: StepReporter, builds: boolean): Promise<Access> {
  const { environment, region, signal } = context;
  const [terraform, identity] = await Promise.all([
    findTerraform(environment.directory),
    readIdentity(region, signal),
    ...(builds ? [checkEngine()] : []),
  ]);
  assertAllowed(environment, identity);
  reporter.done(`Terraform ${terraform.version}; account ${identity.account} in ${region}, as ${identity.arn}`);
  const moduleAt = (directory: string) => new RootModule(terraform.program, directory, signal);
  return { module: moduleAt(environment.directory), moduleAt, identity };
}

/**
 * Opens the environment's state, when it is this product's.
 * @returns what was applied last says of itself
 * @throws StackError
 */
export async function prepareState(
  context: DeployContext,
  { module, identity }: Access,
): Promise<Readonly<Record<string, unknown>>> {
  await assertOwnState(context, identity.account);
  await module.init({ bucket: stateBucket(context, identity.account), region: context.region });
  return module.outputs();
}
