import { CreateDBInstanceCommand, DescribeDBSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds';

/** What the tests make and look up in the mock AWS themselves. */
export class Account {
  readonly #endpoint: string;
  readonly #rds: RDSClient;

  constructor(port: number) {
    this.#endpoint = `http://127.0.0.1:${port}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    this.#rds = new RDSClient({ region: 'us-east-1', endpoint: this.#endpoint, credentials });
  }

  async #s3(method: string, path: string, body?: string): Promise<Response> {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    return fetch(`${this.#endpoint}/${path}`, { method, headers: { authorization }, ...(body ? { body } : {}) });
  }

  async makeBucket(name: string): Promise<void> {
    await this.#s3('PUT', name);
  }

  async put(bucket: string, key: string, body: string): Promise<void> {
    await this.#s3('PUT', `${bucket}/${key}`, body);
  }

  async remove(bucket: string, key: string): Promise<void> {
    await this.#s3('DELETE', `${bucket}/${key}`);
  }

  async makeDatabase(name: string): Promise<void> {
    await this.#rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: name,
        DBInstanceClass: 'db.t4g.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
        MasterUsername: 'postgres',
        MasterUserPassword: 'only-in-the-mock',
      }),
    );
  }

  /** Those that were asked for; the mock takes some by itself. */
  async snapshots(): Promise<readonly string[]> {
    const { DBSnapshots: found = [] } = await this.#rds.send(
      new DescribeDBSnapshotsCommand({ SnapshotType: 'manual' }),
    );
    const names = found.map(({ DBSnapshotIdentifier: name = '' }) => name);
    return names.filter((name) => !name.startsWith('rds:'));
  }
}
