import { repositoryOf, imageNames } from './images/image.ts';
import { pushedDigest } from './images/build-image.ts';
import { readRevision } from './images/revision.ts';
import type { DeployContext } from './context.ts';
import type { Release } from './journal.ts';
import { appliedRelease, parseOutputs } from './outputs.ts';
import { registryOf } from './steps/build-release.ts';
import { unknownRelease } from './unknown-release.ts';

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
      const repository = repositoryOf(registry, name);
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
    release: unknownRelease(account, context.region),
    remark: 'With images that make deploy has still to build.',
  };
}
