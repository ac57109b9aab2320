import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetBucketTaggingCommand, paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { runTool } from '../process/run.ts';
import { StackError } from '../stack-error.ts';
import { awsCode, callAws, clientSettings } from './aws/call.ts';
import { allPages } from './aws/quota-usage.ts';
import type { DeployContext } from './context.ts';
import { productName } from './environment.ts';

// "Is this mine?" for the state in AWS. Two products of one name in one account would share a bucket, and each would destroy
// what the other made; so the bucket has tags that say whose it is, which `make bootstrap` gives it.

/** What tells a product from others of the same name; what is not known is missing. */
export interface ProductIdentity {
  /** Where it is at home, such as `github.com/acme/shop`. */
  readonly repository?: string;
  /** Hash of its first commit: for a product without a home. */
  readonly firstCommit?: string;
}

const packageSchema = z.object({
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
});

/**
 * The same for every way to write an address: `git@github.com:acme/shop.git`, `https://token@github.com/acme/shop`, `acme/shop`.
 * @returns such as `github.com/acme/shop`; undefined for a folder of this machine
 */
export function repositoryOf(address: string): string | undefined {
  const text = address
    .trim()
    .replace(/^git\+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(text);
  if (short && !text.startsWith('.')) {
    return `${short[1] === 'bitbucket' ? 'bitbucket.org' : `${short[1] ?? 'github'}.com`}/${short[2]}`.toLowerCase();
  }
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/+(.+)$/.exec(text) ??
    /^(?:[^@/:]+@)([\w.-]+):\/*(.+)$/.exec(text) ??
    [];
  // S3 takes no other letters in a tag.
  return host && path
    ? `${host}/${path}`
        .toLowerCase()
        .replaceAll(/[^a-z0-9 _.:/=+@-]/g, '-')
        .slice(0, 256)
    : undefined;
}

async function git(root: string, ...args: readonly string[]): Promise<string | undefined> {
  const { ok, stdout } = await runTool('git', args, { cwd: root, deadlineMs: 30_000 });
  return ok ? stdout.trim() || undefined : undefined;
}

/** Where a checkout's product is at home, such as `github.com/acme/shop`; undefined where nothing says so. */
export async function repositoryAddress(root: string): Promise<string | undefined> {
  return (await productIdentity(root)).repository;
}

/** What a checkout says of its product: `repository` of the root package.json goes before the remote `origin`. */
export async function productIdentity(root: string): Promise<ProductIdentity> {
  const { repository: said } = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const [origin, isShallow, commits] = await Promise.all([
    git(root, 'config', '--get', 'remote.origin.url'),
    git(root, 'rev-parse', '--is-shallow-repository'),
    git(root, 'rev-list', '--max-parents=0', 'HEAD'),
  ]);
  const address = said ?? origin;
  const repository = address === undefined ? undefined : repositoryOf(address);
  // A shallow clone takes for the first commit the first that it has.
  const firstCommit = isShallow === 'false' ? commits?.split('\n').at(-1) : undefined;
  return { ...(repository && { repository }), ...(firstCommit && { firstCommit }) };
}

/** Names of the tags that hold an identity. */
const tagOf = { repository: 'Repository', firstCommit: 'FirstCommit' } as const;

/** An identity as tags, for `make bootstrap` to give to the bucket. */
export function identityTags({ repository, firstCommit }: ProductIdentity): Readonly<Record<string, string>> {
  return {
    ...(repository && { [tagOf.repository]: repository }),
    ...(firstCommit && { [tagOf.firstCommit]: firstCommit }),
  };
}

/** Whether both are one product; undefined where neither says what the other does. */
export function isSameProduct(one: ProductIdentity, other: ProductIdentity): boolean | undefined {
  // Copies of a template share their first commit: where both have a home, that alone counts.
  if (one.repository && other.repository) return one.repository === other.repository;
  if (one.firstCommit && other.firstCommit) return one.firstCommit === other.firstCommit;
  return undefined;
}

/** An identity for a person, such as `github.com/acme/shop`. */
function describeIdentity({ repository, firstCommit }: ProductIdentity): string {
  return repository ?? (firstCommit ? `the repository that begins with commit ${firstCommit.slice(0, 12)}` : 'nobody');
}

/** What a bucket is: not there, there without saying whose it is, or somebody's. */
type Bucket = 'missing' | 'unmarked' | ProductIdentity;

async function readBucket(client: S3Client, bucket: string, signal: AbortSignal): Promise<Bucket> {
  try {
    const { TagSet: tags = [] } = await callAws(
      's3:GetBucketTagging',
      (options) => client.send(new GetBucketTaggingCommand({ Bucket: bucket }), options),
      signal,
    );
    const valueOf = (name: string) => tags.find(({ Key }) => Key === name)?.Value;
    const [repository, firstCommit] = [valueOf(tagOf.repository), valueOf(tagOf.firstCommit)];
    if (!repository && !firstCommit) return 'unmarked';
    // An earlier bootstrap wrote the address as package.json has it.
    const home = repository && (repositoryOf(repository) ?? repository);
    return { ...(home && { repository: home }), ...(firstCommit && { firstCommit }) };
  } catch (error) {
    const code = error instanceof StackError ? awsCode(error.cause) : undefined;
    if (code === 'NoSuchBucket') return 'missing';
    if (code === 'NoSuchTagSet') return 'unmarked';
    throw error;
  }
}

/** Whose state, and where. */
type Place = Pick<DeployContext, 'checkout' | 'environment' | 'region' | 'signal'>;

/** The bucket that bootstrap makes, one per product, account and region. */
export function stateBucket({ checkout, region }: Pick<Place, 'checkout' | 'region'>, account: string): string {
  return `${productName(checkout)}-tfstate-${account}-${region}`;
}

function anotherProduct(
  bucket: string,
  { checkout, environment }: Place,
  own: ProductIdentity,
  other: ProductIdentity,
): StackError {
  const others = `another product named ${productName(checkout)}: ${describeIdentity(other)}`;
  return new StackError(
    `This account has ${others}. This checkout is of ${describeIdentity(own)}. Nothing was changed.`,
    {
      code: 'not-own',
      fix: [
        'Give this product another name ("name" in package.json), or deploy it to another account.',
        `If it is the same product, which has moved: make bootstrap ENV=${environment.name} CONFIRM=${other.repository ?? other.firstCommit ?? ''}`,
        `The bucket's tags say whose it is: aws s3api get-bucket-tagging --bucket ${bucket}`,
      ],
    },
  );
}

/**
 * Before anything of an environment is used or changed: that the state of this product's name is this product's.
 * @throws StackError `not-own` where it is another product's, `state-missing` where there is none
 */
export async function assertOwnState(place: Place, account: string): Promise<void> {
  const { checkout, environment, region, signal } = place;
  const bucket = stateBucket(place, account);
  const [own, found] = await Promise.all([
    productIdentity(checkout.root),
    readBucket(new S3Client({ region, ...clientSettings }), bucket, signal),
  ]);
  if (found === 'missing') {
    throw new StackError(`The state bucket does not exist: ${bucket}`, {
      code: 'state-missing',
      fix: [`Create it, once per account: make bootstrap ENV=${environment.name}`],
    });
  }
  if (found === 'unmarked') {
    throw new StackError(`The bucket ${bucket} does not say which product it is of. Nothing was changed.`, {
      code: 'not-own',
      fix: [`If it is this one, mark it as such: make bootstrap ENV=${environment.name}`],
    });
  }
  if (isSameProduct(own, found) !== true) throw anotherProduct(bucket, place, own, found);
}

/**
 * Before an account is prepared: that in none of its regions another product has this name, for roles are the same in all.
 * @param confirmed identity of another, which this product was until now
 * @returns what the bucket has to be tagged with
 * @throws StackError `not-own`
 */
export async function assertFreeName(
  place: Place,
  account: string,
  confirmed: string | undefined,
): Promise<ProductIdentity> {
  const { checkout, region, signal } = place;
  const client = new S3Client({ region, ...clientSettings });
  const prefix = stateBucket({ checkout, region: '' }, account);
  const [own, buckets] = await Promise.all([
    productIdentity(checkout.root),
    callAws(
      's3:ListAllMyBuckets',
      (options) => allPages(paginateListBuckets({ client }, {}, options), (page) => page.Buckets),
      signal,
    ),
  ]);
  if (!own.repository && !own.firstCommit) {
    throw new StackError('Nothing says which product this is, to tell it from others of the same name', {
      fix: ['Set "repository" in package.json, such as "github:acme/shop"; or make this folder a Git repository.'],
    });
  }
  for (const { Name: bucket = '' } of buckets.filter(({ Name: name }) => name?.startsWith(prefix))) {
    const regional = new S3Client({ region: bucket.slice(prefix.length), ...clientSettings });
    const found = await readBucket(regional, bucket, signal);
    if (found === 'missing' || found === 'unmarked' || isSameProduct(own, found) === true) continue;
    if (confirmed && (confirmed === found.repository || confirmed === found.firstCommit)) continue;
    throw anotherProduct(bucket, place, own, found);
  }
  return own;
}
