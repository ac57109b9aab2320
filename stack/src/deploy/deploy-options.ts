import { flagOption } from '../options.ts';
import { StackError } from '../stack-error.ts';
import { digestPattern } from './images/image.ts';
import type { Release } from './journal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What was asked for beside the environment. */
export interface DeployOptions {
  readonly json: boolean;
  /** Do not ask. */
  readonly yes: boolean;
  /** The environment's name, as the answer to what loses data. */
  readonly confirmation: string | undefined;
  /** Deploy files that are not committed. */
  readonly dirty: boolean;
  /** Images that are built already. */
  readonly release: Release | undefined;
  /** Another registry than the account's own; Docker is logged in to it. */
  readonly registry: string | undefined;
  readonly withAttestations: boolean;
  /** What the images are built for, such as `linux/arm64`; else what the environment says it runs. */
  readonly platform: string | undefined;
  /** Whether a plan locks the state. */
  readonly lock: boolean;
  /** Where the application is reached from here, if not at the load balancer's own address. */
  readonly url: string | undefined;
}

function releaseOption({ API_IMAGE: apiImage, FRONTEND_IMAGE: frontendImage, APP_VERSION: version }: Environment) {
  if (!apiImage && !frontendImage) return undefined;
  for (const [name, image] of Object.entries({ API_IMAGE: apiImage, FRONTEND_IMAGE: frontendImage })) {
    if (image && digestPattern.test(image)) continue;
    throw new StackError(`${name}=${image ?? ''} is not an image by digest`, {
      fix: ['Both are set, each as repository@sha256:… ; without them, the images are built.'],
    });
  }
  if (!version) throw new StackError('APP_VERSION is missing: which version are API_IMAGE and FRONTEND_IMAGE?');
  return { version, apiImage: apiImage ?? '', frontendImage: frontendImage ?? '' };
}

/** @throws StackError for values that are not understood */
export function deployOptions(env: Environment): DeployOptions {
  return {
    json: flagOption(env, 'JSON', false),
    yes: flagOption(env, 'YES', false),
    confirmation: env['CONFIRM'] || undefined,
    dirty: flagOption(env, 'DIRTY', false),
    release: releaseOption(env),
    registry: env['IMAGE_REGISTRY'] || undefined,
    platform: env['PLATFORM'] || undefined,
    lock: flagOption(env, 'LOCK', true),
    withAttestations: flagOption(env, 'ATTEST', false),
    url: env['APP_URL'] || undefined,
  };
}
