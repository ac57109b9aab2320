import { CreateDBSnapshotCommand, DescribeDBSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds';
import { StackError } from '../../stack-error.ts';
import { until } from '../../process/until.ts';
import { awsCode, callAws, clientSettings } from './call.ts';

const minute = 60_000;

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
    let status: string | undefined;
    const ends = async () => {
      status = await this.status(name);
      return status === 'available' || status === 'failed' || status === undefined;
    };
    await until(ends, { deadlineMs: 30 * minute, everyMs: 5_000, ...(this.#signal ? { signal: this.#signal } : {}) });
    if (status === 'available') return;
    throw new StackError(`The snapshot ${name} of the database is not available: ${status ?? 'it is gone'}`, {
      fix: ['Look at it in the AWS console, under RDS; then run the same command again.'],
    });
  }
}
