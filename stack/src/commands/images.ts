import type { Checkout } from '../checkout.ts';
import { deployOptions } from '../deploy/deploy-options.ts';
import { environmentContext } from '../deploy/environment-context.ts';
import { buildRelease } from '../deploy/steps/build-release.ts';
import { checkEngine } from '../deploy/steps/check-engine.ts';
import { readIdentity } from '../deploy/aws/identity.ts';
import type { Release } from '../deploy/journal.ts';

/** Lines that a workflow's later steps read as outputs. */
function outputLines({ version, apiImage, frontendImage }: Release): string {
  return [`version=${version}`, `api_image=${apiImage}`, `frontend_image=${frontendImage}`].join('\n');
}

/** Says on standard error what goes on. */
const voice = {
  note: (message: string) => console.error(message),
  done: (message: string) => console.error(message),
  skipped: (message: string) => console.error(message),
};

/**
 * `make images ENV=dev`: builds and pushes the images of this revision, and prints them by digest. With IMAGE_REGISTRY, which
 * Docker is logged in to, it needs no AWS.
 * @returns the process's exit code
 * @throws StackError
 */
export async function imagesCommand(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<number> {
  await checkEngine();
  const context = environmentContext(checkout, { ...env, ENV: env['ENV'] || 'dev' });
  const isElsewhere = deployOptions(env).registry !== undefined;
  const account = isElsewhere ? '' : (await readIdentity(context.region, context.signal)).account;
  console.log(outputLines(await buildRelease(context, voice, account)));
  return 0;
}
