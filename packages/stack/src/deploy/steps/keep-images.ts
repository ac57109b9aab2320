import { BatchGetImageCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { StackError } from '../../stack-error.ts';
import { awsCode, callAws, clientSettings } from '../aws/call.ts';
import type { DeployContext } from '../context.ts';
import type { Release } from '../journal.ts';
import type { StepReporter } from '../report.ts';

const ecrImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@:]+)@(sha256:[0-9a-f]{64})$/;

/** Whether the registry expires images by their tags. */
export function isInEcr({ apiImage, frontendImage }: Release): boolean {
  return ecrImage.test(apiImage) && ecrImage.test(frontendImage);
}

async function addTag(image: string, tag: string, signal: AbortSignal): Promise<boolean> {
  const [, registryId = '', region = '', repositoryName = '', imageDigest = ''] = ecrImage.exec(image) ?? [];
  const client = new ECRClient({ region, ...clientSettings });
  const { images: [found] = [] } = await callAws(
    'ecr:BatchGetImage',
    (options) =>
      client.send(new BatchGetImageCommand({ registryId, repositoryName, imageIds: [{ imageDigest }] }), options),
    signal,
  );
  if (!found?.imageManifest) {
    throw new StackError(`The registry no longer has ${image}`, {
      fix: ['Build and push it anew: leave out API_IMAGE, FRONTEND_IMAGE and APP_VERSION.'],
    });
  }
  const { imageManifest, imageManifestMediaType } = found;
  const command = new PutImageCommand({
    registryId,
    repositoryName,
    imageDigest,
    imageManifest,
    imageManifestMediaType,
    imageTag: tag,
  });
  try {
    await callAws('ecr:PutImage', (options) => client.send(command, options), signal);
    return true;
  } catch (error) {
    // The image has it already, or a tag that is never moved stands for the build of this version that was deployed first.
    if (error instanceof StackError && /^Image(?:Tag)?AlreadyExists/.test(awsCode(error.cause) ?? '')) return false;
    throw error;
  }
}

/**
 * Gives the images of a release the environment's tag, such as `production-1.2.0-abc1234`: by it the registry's rules keep them for
 * as long as they may be started, whatever is pushed after them.
 * @throws StackError where the registry has lost one
 */
export async function keepImages(
  { environment, signal }: Pick<DeployContext, 'environment' | 'signal'>,
  reporter: StepReporter,
  { version, apiImage, frontendImage }: Release,
): Promise<void> {
  const made: boolean[] = [];
  for (const image of [apiImage, frontendImage]) {
    // By the digest as well: a version may have been built twice, and a tag is never moved.
    const tag = `${environment.name}-${version.replaceAll(/[^\w.-]/g, '-')}-${image.slice(-12)}`;
    made.push(await addTag(image, tag, signal));
  }
  if (made.includes(true)) reporter.done(`kept for ${environment.name}`);
  else reporter.skipped('they have their tags');
}
