import { StackError } from '../../stack-error.ts';
import { logIn } from '../aws/registry.ts';
import type { DeployContext } from '../context.ts';
import { buildAndPush } from '../images/build-image.ts';
import { accountRegistry } from '../images/image.ts';
import { readRevision, type Revision } from '../images/revision.ts';
import type { Release } from '../journal.ts';
import { readEnvironmentSettings } from '../variables-file.ts';
import type { StepVoice } from '../report/step-runner.ts';

/** @throws StackError for files that are not committed, unless DIRTY=1 says that they are meant */
export async function readCleanRevision({ checkout, options }: DeployContext): Promise<Revision> {
  const revision = await readRevision(checkout.root);
  const { changedFiles } = revision;
  if (changedFiles.length === 0 || options.dirty) return revision;
  const shown = changedFiles.slice(0, 5).join(', ') + (changedFiles.length > 5 ? ', …' : '');
  throw new StackError(`${changedFiles.length} files are not as committed: ${shown}`, {
    fix: ['Commit them, so that what runs can be found again.', 'To deploy them as they are: DIRTY=1'],
  });
}

/** The registry to push to. */
export function registryOf({ options, region }: Pick<DeployContext, 'options' | 'region'>, account: string): string {
  return options.registry ?? accountRegistry(account, region);
}

/**
 * Builds both images and pushes them, unless they are given or the registry has them.
 * @throws StackError
 */
export async function buildRelease(context: DeployContext, voice: StepVoice, account: string): Promise<Release> {
  const { checkout, options, region, signal } = context;
  if (options.release) {
    voice.skipped(`${options.release.version} is built already`);
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
  voice.note(`API ${revision.version}`);
  const api = await buildAndPush('api', build);
  voice.note(`frontend ${revision.version}`);
  const frontend = await buildAndPush('frontend', build);
  if (api.isNew || frontend.isNew) voice.done(revision.version);
  else voice.skipped(`${revision.version} is in the registry already`);
  return { version: revision.version, apiImage: api.image, frontendImage: frontend.image };
}
