import {
  CreateDBSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  paginateDescribeDBSnapshots,
  RDSClient,
  waitUntilDBSnapshotAvailable,
} from '@aws-sdk/client-rds';
import { StackError } from '../../stack-error.ts';
import { awsCode, callAws, clientSettings } from './call.ts';
import { allPages } from './quota-usage.ts';

/** Half an hour, in seconds. */
const patienceS = 30 * 60;

/** Snapshots of a database in RDS. */
export class DatabaseSnapshots {
  readonly #client: RDSClient;
  readonly #signal: AbortSignal | undefined;

  constructor(region: string, signal?: AbortSignal) {
    this.#client = new RDSClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  /** @returns its status, such as `creating` or `available`; undefined when there is none of this name */
  async status(name: string): Promise<string | undefined> {
    try {
      const { DBSnapshots: found = [] } = await callAws(
        'rds:DescribeDBSnapshots',
        (options) => this.#client.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: name }), options),
        this.#signal,
      );
      return found[0]?.Status;
    } catch (error) {
      if (error instanceof StackError && awsCode(error.cause)?.startsWith('DBSnapshotNotFound')) return undefined;
      throw error;
    }
  }

  async create(database: string, name: string): Promise<void> {
    await callAws(
      'rds:CreateDBSnapshot',
      (options) =>
        this.#client.send(
          new CreateDBSnapshotCommand({ DBInstanceIdentifier: database, DBSnapshotIdentifier: name }),
          options,
        ),
      this.#signal,
    );
  }

  /** @throws StackError when it fails, or is not there in half an hour */
  async untilAvailable(name: string): Promise<void> {
    const patience = { client: this.#client, maxWaitTime: patienceS, minDelay: 2, maxDelay: 15 };
    const failed = (status: string | undefined, cause?: unknown) =>
      new StackError(`The snapshot ${name} of the database is not available: ${status ?? 'it is gone'}`, {
        fix: ['Look at it in the AWS console, under RDS. Then run the same command again.'],
        cause,
      });
    // The waiter would go on waiting for one that is not there.
    const begun = await this.status(name);
    if (begun === undefined) throw failed(begun);
    try {
      await callAws(
        'rds:DescribeDBSnapshots',
        (options) => waitUntilDBSnapshotAvailable({ ...patience, ...options }, { DBSnapshotIdentifier: name }),
        this.#signal,
        (patienceS + 60) * 1_000,
      );
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw failed(await this.status(name), error);
    }
  }

  /** Names of a database's snapshots that begin like this, the newest first; RDS's own are left out. */
  async named(database: string, prefix: string): Promise<readonly string[]> {
    const input = { DBInstanceIdentifier: database, SnapshotType: 'manual' };
    const all = await callAws(
      'rds:DescribeDBSnapshots',
      (options) =>
        allPages(paginateDescribeDBSnapshots({ client: this.#client }, input, options), (page) => page.DBSnapshots),
      this.#signal,
    );
    const names = all.map(({ DBSnapshotIdentifier: name = '' }) => name).filter((name) => name.startsWith(prefix));
    // Each ends with when it was taken.
    return names.toSorted().toReversed();
  }

  async delete(name: string): Promise<void> {
    await callAws(
      'rds:DeleteDBSnapshot',
      (options) => this.#client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: name }), options),
      this.#signal,
    );
  }
}
