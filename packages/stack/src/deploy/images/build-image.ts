import { z } from 'zod';
import { productName } from '../environment.ts';
import type { Revision } from './revision.ts';
import { runTool, type ToolResult } from '../../process/run.ts';
import { StackError } from '../../stack-error.ts';

/** The images that are deployed. */
export const imageNames = ['api', 'frontend'] as const;

export type ImageName = (typeof imageNames)[number];

/**
 * @param registry host, such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com`
 * @param product as the root package.json names it
 */
export function repositoryOf(registry: string, product: string, name: ImageName): string {
  return `${registry}/${product}/${name}`;
}

/** The account's own registry. */
export function accountRegistry(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

export const digestPattern = /^\S+@sha256:[0-9a-f]{64}$/;

const minute = 60_000;

const manifestSchema = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) });

export interface ImageBuild {
  readonly root: string;
  readonly registry: string;
  readonly revision: Revision;
  /** As an image of many platforms has, such as `linux/arm64`. */
  readonly platform: string;
  /** With a list of what is in it, and how it was built. The engine's own builder cannot make these. */
  readonly withAttestations: boolean;
  readonly signal?: AbortSignal | undefined;
}

function run(args: readonly string[], { root, signal }: ImageBuild): Promise<ToolResult> {
  return runTool('docker', args, { cwd: root, deadlineMs: 20 * minute, ...(signal ? { signal } : {}) });
}

const cannotAttest = {
  pattern: /Attestation is not supported/,
  message: 'The builder of this engine cannot make the attestations that ATTEST=1 asks for',
  fix: [
    'Use one that can: docker buildx create --use',
    'Or build without them, as make deploy does, and leave ATTEST=1 to the pipeline.',
  ],
};

function check(what: string, { ok, output, ending }: ToolResult, signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
  if (ok) return;
  const { pattern, message, fix } = cannotAttest;
  if (pattern.test(output)) throw new StackError(message, { fix });
  const end = output.trimEnd().split('\n').slice(-20).join('\n');
  throw new StackError(`${what} (${ending}):\n${end}`, {
    fix: ['Fix this, and run the same command again: what was built is not built again.'],
  });
}

/** @returns the digest that a tag stands for in its registry; undefined where there is no such tag */
export async function pushedDigest(tag: string, signal?: AbortSignal): Promise<string | undefined> {
  const args = ['buildx', 'imagetools', 'inspect', tag, '--format', '{{json .Manifest}}'];
  const { ok, stdout } = await runTool('docker', args, { deadlineMs: minute, ...(signal ? { signal } : {}) });
  return ok ? manifestSchema.parse(JSON.parse(stdout)).digest : undefined;
}

/**
 * Tags of an image, the one it is pushed by first. A tag names the same for ever, and the pipeline signs what it gets: so its
 * images have tags of their own, lest it take what somebody pushed before. Others take the pipeline's.
 */
function tagsOf(repository: string, { revision, withAttestations }: ImageBuild): readonly [string, ...string[]] {
  const plain = `${repository}:${revision.tag}`;
  const attested = `${plain}-attested`;
  return withAttestations ? [attested] : [plain, attested];
}

/** The arguments that build and push in one go, or build for `docker push`. */
function buildArguments(name: ImageName, tag: string, build: ImageBuild): string[] {
  const { revision, platform, withAttestations } = build;
  return [
    'buildx',
    'build',
    `--file=${name}/Dockerfile`,
    '--target=production',
    `--platform=${platform}`,
    `--build-arg=VERSION=${revision.version}`,
    `--build-arg=REVISION=${revision.commit}`,
    `--tag=${tag}`,
    ...(withAttestations ? ['--push', '--sbom=true', '--provenance=mode=max'] : ['--load', '--provenance=false']),
    '.',
  ];
}

/**
 * Builds an image and pushes it, unless its registry has it already.
 * @returns the image by digest, and whether it had to be built
 * @throws StackError
 */
export async function buildAndPush(name: ImageName, build: ImageBuild): Promise<{ image: string; isNew: boolean }> {
  const repository = repositoryOf(build.registry, productName(build), name);
  const tags = tagsOf(repository, build);
  const [tag] = tags;
  for (const each of tags.toReversed()) {
    const known = await pushedDigest(each, build.signal);
    if (known) return { image: `${repository}@${known}`, isNew: false };
  }
  check(`The image of ${name} cannot be built`, await run(buildArguments(name, tag, build), build), build.signal);
  if (!build.withAttestations) {
    check(`The image of ${name} cannot be pushed`, await run(['push', '--quiet', tag], build), build.signal);
  }
  const digest = await pushedDigest(tag, build.signal);
  if (digest) return { image: `${repository}@${digest}`, isNew: true };
  throw new StackError(`${tag} was pushed, and is not in its registry`);
}
