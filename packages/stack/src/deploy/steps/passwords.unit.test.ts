import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { dropOldPasswords, makePasswords, newPassword, noteLogin } from './passwords.ts';

const requestSchema = z.object({
  SecretId: z.string(),
  ClientRequestToken: z.string().optional(),
  SecretString: z.string().optional(),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
  MoveToVersionId: z.string().optional(),
  RemoveFromVersionId: z.string().optional(),
});

/** Secrets Manager and ElastiCache, as far as their documents tell what they do with versions, labels and tokens. */
class StandIn {
  readonly secrets = new Map<string, Map<string, { value: string; labels: Set<string> }>>();
  /** What the cache takes. Nobody needs one at first. */
  tokens: string[] = [];
  readonly calls: string[] = [];
  /** The call, counted from 0, before which the connection breaks once. */
  breaksAt = Infinity;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        if (this.calls.length === this.breaksAt) {
          this.breaksAt = Infinity;
          response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
          return response.end(JSON.stringify({ __type: 'InvalidRequestException', message: 'broken' }));
        }
        const target = request.headers['x-amz-target'];
        const answer =
          typeof target === 'string'
            ? this.#secret(target.split('.')[1] ?? '', requestSchema.parse(JSON.parse(body)))
            : this.#cache(new URLSearchParams(body));
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
        return response.end(answer.body);
      });
    });
  }

  #secret(action: string, request: z.infer<typeof requestSchema>): { status?: number; body: string } {
    const versions = this.secrets.get(request.SecretId) ?? new Map<string, { value: string; labels: Set<string> }>();
    this.secrets.set(request.SecretId, versions);
    const move = (label: string, id: string) => {
      for (const { labels } of versions.values()) labels.delete(label);
      versions.get(id)?.labels.add(label);
    };
    if (action === 'DescribeSecret') {
      const stages = [...versions]
        .map(([id, { labels }]) => [id, [...labels]] as const)
        .filter(([, { length }]) => length);
      return { body: JSON.stringify({ VersionIdsToStages: Object.fromEntries(stages) }) };
    }
    this.calls.push(action);
    if (action === 'PutSecretValue') {
      const current = [...versions].find(([, { labels }]) => labels.has('AWSCURRENT'))?.[0];
      versions.set(request.ClientRequestToken ?? '', { value: request.SecretString ?? '', labels: new Set() });
      if (current) move('AWSPREVIOUS', current);
      move('AWSCURRENT', request.ClientRequestToken ?? '');
    }
    if (action === 'UpdateSecretVersionStage') move(request.VersionStage ?? '', request.MoveToVersionId ?? '');
    return { body: JSON.stringify({ SecretString: versions.get(request.VersionId ?? '')?.value }) };
  }

  #cache(request: URLSearchParams): { status?: number; body: string } {
    const action = request.get('Action') ?? '';
    const group = '<ReplicationGroup><Status>available</Status></ReplicationGroup>';
    if (action === 'DescribeReplicationGroups')
      return {
        body: `<DescribeReplicationGroupsResponse><DescribeReplicationGroupsResult><ReplicationGroups>${group}</ReplicationGroups></DescribeReplicationGroupsResult></DescribeReplicationGroupsResponse>`,
      };
    const [token, strategy] = [request.get('AuthToken') ?? '', request.get('AuthTokenUpdateStrategy') ?? ''];
    this.calls.push(strategy);
    if (strategy === 'SET' && this.tokens.at(-1) !== token)
      return {
        status: 400,
        body: '<ErrorResponse><Error><Code>InvalidParameterValue</Code><Message>SET is allowed only after ROTATE</Message></Error></ErrorResponse>',
      };
    this.tokens = strategy === 'SET' ? [token] : [...this.tokens.slice(-1), token];
    return {
      body: `<ModifyReplicationGroupResponse><ModifyReplicationGroupResult>${group}</ModifyReplicationGroupResult></ModifyReplicationGroupResponse>`,
    };
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has such an address.
    const address: AddressInfo | string | null = this.#server.address();
    assert(address instanceof Object);
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const reporter = { note: () => {}, done: () => {}, skipped: () => {} };

const context = { region: 'us-east-1', signal: new AbortController().signal };

const asked = (version: number) => ({
  replication_group_id: 'shop-dev',
  passwords: {
    database: {
      secret_arn: 'database',
      version_id: `v${version}`,
      username: version % 2 ? 'application_a' : 'application_b',
    },
    cache: { secret_arn: 'cache', version_id: `v${version}`, username: null },
    health: { secret_arn: 'health', version_id: 'v1', username: null },
  },
});

const numbered = (database: number, cache: number) => {
  const { passwords } = asked(database);
  return { ...asked(database), passwords: { ...passwords, cache: { ...passwords.cache, version_id: `v${cache}` } } };
};

async function makeThenDrop(): Promise<void> {
  await makePasswords(context, reporter, asked(1));
  await dropOldPasswords(context, reporter, asked(1));
}

describe('passwords that a deployment makes', () => {
  let aws: StandIn;
  const saved = { ...process.env };

  beforeEach(async () => {
    aws = new StandIn();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: await aws.listen(),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });

  afterEach(() => {
    aws.close();
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  });

  const valueOf = (secret: string, version: string) => aws.secrets.get(secret)?.get(version)?.value ?? '';

  it('are letters and digits, and none is like another', () => {
    const made = new Set(Array.from({ length: 100 }, newPassword));
    assert.equal(made.size, 100);
    for (const password of made) assert.match(password, /^[A-Za-z0-9]{64}$/);
  });

  it('are there before the first task, which alone the cache takes in the end', async () => {
    await makePasswords(context, reporter, asked(1));
    await dropOldPasswords(context, reporter, asked(1));
    assert.match(valueOf('database', 'v1'), /^\{"username":"application_a","password":"[A-Za-z0-9]{64}"\}$/);
    assert.match(valueOf('health', 'v1'), /^[A-Za-z0-9]{64}$/);
    assert.deepEqual(aws.tokens, [valueOf('cache', 'v1')]);
  });

  it('change without a moment at which a task that runs, or one that starts, is refused', async () => {
    await makePasswords(context, reporter, asked(1));
    await dropOldPasswords(context, reporter, asked(1));
    await makePasswords(context, reporter, asked(2));
    assert.deepEqual(aws.tokens, [valueOf('cache', 'v1'), valueOf('cache', 'v2')], 'old and new tasks are taken');
    assert.match(valueOf('database', 'v1'), /application_a/, 'tasks of before still find their login');
    assert.match(valueOf('database', 'v2'), /application_b/);
    await dropOldPasswords(context, reporter, asked(2));
    assert.deepEqual(aws.tokens, [valueOf('cache', 'v2')], 'the one before is refused');
  });

  it('stay as they are when the same is deployed again', async () => {
    await makePasswords(context, reporter, asked(1));
    await dropOldPasswords(context, reporter, asked(1));
    aws.calls.length = 0;
    await makePasswords(context, reporter, asked(1));
    await dropOldPasswords(context, reporter, asked(1));
    assert.deepEqual(aws.calls, []);
  });

  for (let call = 0; call < 8; call += 1) {
    it(`are the same in the end when the run ends before its call ${call}, and is run again`, async () => {
      aws.breaksAt = call;
      await makeThenDrop().catch(() => undefined);
      await makeThenDrop();
      assert.deepEqual(aws.tokens, [valueOf('cache', 'v1')]);
      assert.equal(aws.calls.filter((each) => each === 'PutSecretValue').length, 3);
    });
  }

  for (const [what, begun, wanted, message] of [
    ['a second change before the first has ended', asked(2), asked(3), /has not ended/],
    ['a second change of the cache alone', numbered(1, 2), numbered(2, 3), /change of the cache password to number 2/],
    ['a change of the database to the same user', undefined, numbered(3, 2), /from 1 to 3, which is the same user/],
    ['a change back', undefined, numbered(2, 0), /cache goes back from 1 to 0/],
  ] as const) {
    it(`are not changed at all by ${what}`, async () => {
      await makeThenDrop();
      if (begun) {
        await makePasswords(context, reporter, begun);
        await noteLogin(context, begun);
      }
      const { length } = aws.calls;
      await assert.rejects(makePasswords(context, reporter, wanted), message);
      assert.deepEqual(aws.calls.slice(length), []);
    });
  }

  it('are changed back where the change has not ended', async () => {
    await makeThenDrop();
    await makePasswords(context, reporter, asked(2));
    await makePasswords(context, reporter, asked(1));
    await dropOldPasswords(context, reporter, asked(1));
    assert.equal(aws.tokens.includes(valueOf('cache', 'v1')), true);
  });
});
