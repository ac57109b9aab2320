import { createInterface } from 'node:readline/promises';
import { digestPattern } from './images/build-image.ts';
import type { Release } from './journal.ts';
import { flagOption } from '../options.ts';
import { StackError } from '../stack-error.ts';

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

/**
 * What `.env` says of deploying from this machine, for options that were not given: an editor, or a program, that runs make
 * does not know them.
 * @param environment its name: an address is that of one environment
 */
export function deploySettings(file: Environment, environment: string, given: Environment): Record<string, string> {
  const registry = given['IMAGE_REGISTRY'] || file['IMAGE_REGISTRY'];
  const url = given['APP_URL'] || file[`APP_URL_${environment.toUpperCase().replaceAll('-', '_')}`];
  return { ...(registry ? { IMAGE_REGISTRY: registry } : {}), ...(url ? { APP_URL: url } : {}) };
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

/** What is asked for. */
export interface Question {
  readonly environment: string;
  /** Such as `Deploy this to dev?` */
  readonly text: string;
  /** Asks for the environment's name and not just for a yes. */
  readonly losesData: boolean;
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The end of input is no consent.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  // Ctrl-C comes to the question and not to the process.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return (await Promise.race([terminal.question(question, { signal }), ended])).trim();
  } finally {
    terminal.close();
  }
}

/**
 * Whether a person, or the program that set YES=1, agrees.
 * @throws StackError when there is nobody to ask
 */
export async function isConfirmed(
  { environment, text, losesData }: Question,
  { yes, json, confirmation }: DeployOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (losesData && confirmation !== undefined) return confirmation === environment;
  if (yes && !losesData) return true;
  if (yes || json || !process.stdin.isTTY || !process.stdout.isTTY) {
    throw new StackError(
      losesData ? 'This deletes data, which YES=1 does not confirm' : 'There is no terminal for a question',
      {
        fix: [
          losesData ? `To do it anyway, name the environment: CONFIRM=${environment}` : 'To skip the question: YES=1',
        ],
      },
    );
  }
  if (losesData) return (await ask(`${text} Type its name, ${environment}, to continue: `, signal)) === environment;
  return /^y(es)?$/i.test(await ask(`${text} [y/N] `, signal));
}
