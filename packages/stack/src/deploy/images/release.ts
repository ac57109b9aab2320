import { logIn } from '../aws/account.ts';
import type { DeployContext } from '../context.ts';
import { productName, readEnvironmentSettings } from '../environment.ts';
import { accountRegistry, buildAndPush, imageNames, pushedDigest, repositoryOf } from './build-image.ts';
import { readRevision, type Revision } from './revision.ts';
import type { Release } from '../journal.ts';
import { appliedRelease, parseOutputs } from '../outputs.ts';
import type { StepReporter } from '../report.ts';
import { StackError } from '../../stack-error.ts';

/** @throws StackError for files that are not committed, unless DIRTY=1 says that they are meant */
async function readCleanRevision({ checkout, options }: DeployContext): Promise<Revision> {
  const revision = await readRevision(checkout.root);
  const { changedFiles } = revision;
  if (changedFiles.length === 0 || options.dirty) return revision;
  const shown = changedFiles.slice(0, 5).join(', ') + (changedFiles.length > 5 ? ', …' : '');
  throw new StackError(`${changedFiles.length} files are not as committed: ${shown}`, {
    fix: ['Commit them, so that what runs can be found again.', 'To deploy them as they are: DIRTY=1'],
  });
}

/** The registry to push to. */
function registryOf({ options, region }: Pick<DeployContext, 'options' | 'region'>, account: string): string {
  return options.registry ?? accountRegistry(account, region);
}

/**
 * Builds both images and pushes them, unless they are given or the registry has them.
 * @throws StackError
 */
export async function buildRelease(context: DeployContext, reporter: StepReporter, account: string): Promise<Release> {
  const { checkout, options, region, signal } = context;
  if (options.release) {
    reporter.skipped(`${options.release.version} is built already`);
    return options.release;
  }
  const revision = await readCleanRevision(context);
  const registry = registryOf(context, account);
  if (!options.registry) await logIn(registry, region, signal);
  const build = {
    root: checkout.root,
    registry,
    revision,
    platform: options.platform ?? readEnvironmentSettings(context.environment, process.env).platform,
    withAttestations: options.withAttestations,
    signal,
  };
  reporter.note(`API ${revision.version}`);
  const api = await buildAndPush('api', build);
  reporter.note(`frontend ${revision.version}`);
  const frontend = await buildAndPush('frontend', build);
  if (api.isNew || frontend.isNew) reporter.done(revision.version);
  else reporter.skipped(`${revision.version} is in the registry already`);
  return { version: revision.version, apiImage: api.image, frontendImage: frontend.image };
}

/** Stands for images that are not built yet, in plans that are never carried out. */
export function placeholderRelease(product: string, account: string, region: string): Release {
  const registry = accountRegistry(account, region);
  const digest = `sha256:${'0'.repeat(64)}`;
  return {
    version: '0.0.0',
    apiImage: `${repositoryOf(registry, product, 'api')}@${digest}`,
    frontendImage: `${repositoryOf(registry, product, 'frontend')}@${digest}`,
  };
}

/** What a plan is made for, and what to say about that. */
export interface PlannedRelease {
  readonly release: Release;
  readonly remark: string;
}

/** This checkout's images, where they are in the registry. */
async function builtRelease(context: DeployContext, account: string): Promise<Release | undefined> {
  const { version, tag } = await readRevision(context.checkout.root);
  const registry = registryOf(context, account);
  const [api, frontend] = await Promise.all(
    imageNames.map(async (name) => {
      const repository = repositoryOf(registry, productName(context.checkout), name);
      const digest = await pushedDigest(`${repository}:${tag}`, context.signal);
      return digest && `${repository}@${digest}`;
    }),
  );
  return api && frontend ? { version, apiImage: api, frontendImage: frontend } : undefined;
}

/** The release that `make plan` plans with: the one that is given, else the checkout's if it is built, else the one that runs. */
export async function plannedRelease(
  context: DeployContext,
  outputs: Readonly<Record<string, unknown>>,
  account: string,
  prefersApplied: boolean,
): Promise<PlannedRelease> {
  if (context.options.release) return { release: context.options.release, remark: '' };
  const deployed = parseOutputs(outputs);
  const built = prefersApplied && deployed ? undefined : await builtRelease(context, account);
  if (built) return { release: built, remark: `With the images of ${built.version}.` };
  if (deployed) {
    const release = appliedRelease(deployed);
    return {
      release,
      remark: `With the images that run, ${release.version}; make deploy builds new ones and replaces them.`,
    };
  }
  return {
    release: placeholderRelease(productName(context.checkout), account, context.region),
    remark: 'With images that make deploy has still to build.',
  };
}
