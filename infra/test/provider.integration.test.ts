import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { z } from 'zod';
import { infra } from './support/infra-copy.ts';

/** What version 6 of the AWS provider took away or deprecates; what 5.100 deprecates, `terraform validate` warns of itself. */
interface Gone {
  readonly what: string;
  readonly instead: string;
  /** An argument of a type of resources, or a block in it. */
  readonly argument?: readonly [type: string, name: string];
  /** What refers to it. */
  readonly reference?: RegExp;
  /** Code that has it. */
  readonly sample: string;
}

const argument = (type: string, name: string, instead: string): Gone => ({
  what: `${name} of ${type}`,
  instead,
  argument: [type, name],
  sample: `resource "${type}" "this" {\n  ${name} = "x"\n}\n`,
});

const block = (type: string, name: string, instead: string): Gone => ({
  ...argument(type, name, instead),
  sample: `resource "${type}" "this" {\n  ${name} {}\n}\n`,
});

/** Of the types that this infrastructure uses, or is likely to. */
const gone: readonly Gone[] = [
  {
    what: 'name of a region',
    instead: 'its id, which both versions have',
    reference: /\bdata\.aws_region\.\w+\.name\b/,
    sample: 'locals {\n  region = data.aws_region.current.name\n}\n',
  },
  {
    what: 'region of a bucket as where it is',
    instead: 'bucket_region, or the region of the provider',
    reference: /\baws_s3_bucket\.\w+\.region\b/,
    sample: 'locals {\n  region = aws_s3_bucket.state.region\n}\n',
  },
  argument('aws_eip', 'vpc', 'domain = "vpc"'),
  argument('aws_flow_log', 'log_group_name', 'log_destination'),
  block('aws_guardduty_detector', 'datasources', 'aws_guardduty_detector_feature'),
  block('aws_ecs_task_definition', 'inference_accelerator', 'nothing: Elastic Inference has ended'),
  argument('aws_iam_role', 'managed_policy_arns', 'aws_iam_role_policy_attachment'),
  block('aws_iam_role', 'inline_policy', 'aws_iam_role_policy'),
  argument('aws_s3_bucket', 'acl', 'aws_s3_bucket_acl'),
  block('aws_s3_bucket', 'versioning', 'aws_s3_bucket_versioning'),
  block('aws_s3_bucket', 'lifecycle_rule', 'aws_s3_bucket_lifecycle_configuration'),
  block('aws_s3_bucket', 'server_side_encryption_configuration', 'the resource of that name'),
  argument('aws_elasticache_replication_group', 'number_cache_clusters', 'num_cache_clusters'),
  argument('aws_elasticache_replication_group', 'auth_token_update_strategy', 'make deploy, which changes the token'),
  argument('aws_db_instance', 'name', 'db_name'),
  argument('aws_instance', 'cpu_core_count', 'cpu_options'),
  argument('aws_launch_template', 'elastic_gpu_specifications', 'nothing: Elastic Graphics has ended'),
];

const fileSchema = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.array(z.record(z.string(), z.unknown())))).default({}),
});

type File = z.infer<typeof fileSchema> & { readonly text: string };

async function read(text: string): Promise<File> {
  const parsed = fileSchema.parse(await parse('sample.tf', text));
  return Object.assign(parsed, { text: text.replaceAll(/^\s*#.*$/gm, '') });
}

function uses({ resource, text }: File, { argument: wanted, reference }: Gone): boolean {
  if (reference) return reference.test(text);
  const [type = '', name = ''] = wanted ?? [];
  return Object.values(resource[type] ?? {}).some((bodies) => bodies.some((body) => name in body));
}

describe('the AWS provider, version 6', () => {
  const names = globSync('{bootstrap,environments/*,modules/*}/*.tf', { cwd: infra });
  let files: ReadonlyMap<string, File>;

  before(async function readAll() {
    this.timeout(120_000);
    files = new Map(
      await Promise.all(
        names.map(async (name) => [name, await read(readFileSync(join(infra, name), 'utf8'))] as const),
      ),
    );
    assert.ok(files.size > 50);
  });

  for (const each of gone) {
    it(`is not asked for ${each.what}: there is ${each.instead}`, async () => {
      assert.ok(uses(await read(each.sample), each), 'the sample is found');
      assert.deepEqual(
        [...files].filter(([, file]) => uses(file, each)).map(([name]) => name),
        [],
      );
    });
  }
});

describe('the AWS provider', () => {
  it('is locked in each root module, with the checksums of every platform', () => {
    const folders = globSync('{bootstrap,environments/*}/versions.tf', { cwd: infra }).map(dirname);
    assert.ok(folders.length >= 3);
    const locks = new Set(folders.map((folder) => readFileSync(join(infra, folder, '.terraform.lock.hcl'), 'utf8')));
    assert.equal(locks.size, 1);
    const [lock = ''] = locks;
    assert.match(lock, /registry\.terraform\.io\/hashicorp\/aws/);
    // HashiCorp publishes fifteen.
    assert.ok((lock.match(/"zh:[0-9a-f]{64}"/g) ?? []).length >= 15);
  });
});
