import {
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  ModifyReplicationGroupCommand,
} from '@aws-sdk/client-elasticache';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { until } from '../../process/wait.ts';
import { StackError } from '../../stack-error.ts';
import { callAws, clientSettings } from './call.ts';

/** The versions of a secret, each with an id of its own and labels. All of it throws StackError. */
export class Secret {
  readonly #arn: string;
  readonly #client: SecretsManagerClient;
  readonly #signal: AbortSignal | undefined;

  constructor(arn: string, region: string, signal?: AbortSignal) {
    this.#arn = arn;
    this.#client = new SecretsManagerClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  /** @returns the labels of each version, by its id */
  async versions(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { VersionIdsToStages: versions = {} } = await callAws(
      'secretsmanager:DescribeSecret',
      (options) => this.#client.send(new DescribeSecretCommand({ SecretId: this.#arn }), options),
      this.#signal,
    );
    return new Map(Object.entries(versions));
  }

  /** Makes a version, which is the current one from then on; the one before keeps its value. */
  async put(versionId: string, value: string): Promise<void> {
    const command = new PutSecretValueCommand({
      SecretId: this.#arn,
      ClientRequestToken: versionId,
      SecretString: value,
    });
    await callAws('secretsmanager:PutSecretValue', (options) => this.#client.send(command, options), this.#signal);
  }

  async read(versionId?: string): Promise<string> {
    const { SecretString: value } = await callAws(
      'secretsmanager:GetSecretValue',
      (options) => this.#client.send(new GetSecretValueCommand({ SecretId: this.#arn, VersionId: versionId }), options),
      this.#signal,
    );
    if (value) return value;
    throw new StackError(`The secret ${this.#arn} holds no text`);
  }

  /** Gives a label to a version, and takes it from the one that has it. */
  async label(label: string, versionId: string): Promise<void> {
    const versions = await this.versions();
    const holder = [...versions].find(([, labels]) => labels.includes(label))?.[0];
    if (holder === versionId) return;
    const command = new UpdateSecretVersionStageCommand({
      SecretId: this.#arn,
      VersionStage: label,
      MoveToVersionId: versionId,
      RemoveFromVersionId: holder,
    });
    await callAws(
      'secretsmanager:UpdateSecretVersionStage',
      (options) => this.#client.send(command, options),
      this.#signal,
    );
  }
}

/** The token of a cache. All of it throws StackError. */
export class CacheToken {
  readonly #group: string;
  readonly #client: ElastiCacheClient;
  readonly #signal: AbortSignal | undefined;

  constructor(group: string, region: string, signal?: AbortSignal) {
    this.#group = group;
    this.#client = new ElastiCacheClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  /**
   * Gives the cache a token, and waits until it has it.
   * @param strategy `ROTATE`: besides the one before (at first, besides none); `SET`, after it: instead of it
   */
  async modify(token: string, strategy: 'ROTATE' | 'SET'): Promise<void> {
    await this.#untilAvailable();
    const command = new ModifyReplicationGroupCommand({
      ReplicationGroupId: this.#group,
      AuthToken: token,
      AuthTokenUpdateStrategy: strategy,
      ApplyImmediately: true,
    });
    await callAws('elasticache:ModifyReplicationGroup', (options) => this.#client.send(command, options), this.#signal);
    await this.#untilAvailable();
  }

  async #untilAvailable(): Promise<void> {
    let status: string | undefined;
    const isAvailable = async () => {
      const { ReplicationGroups: [group] = [] } = await callAws(
        'elasticache:DescribeReplicationGroups',
        (options) =>
          this.#client.send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: this.#group }), options),
        this.#signal,
      );
      status = group?.Status;
      return status === 'available' && group?.PendingModifiedValues?.AuthTokenStatus === undefined;
    };
    const isDone = await until(isAvailable, {
      deadlineMs: 20 * 60_000,
      everyMs: 5_000,
      ...(this.#signal ? { signal: this.#signal } : {}),
    });
    if (isDone) return;
    throw new StackError(`The cache ${this.#group} is not available after 20 minutes: it is ${status}`, {
      fix: ['Look at it in the AWS console, under ElastiCache; then run the same command again.'],
    });
  }
}
