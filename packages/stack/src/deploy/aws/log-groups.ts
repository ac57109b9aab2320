import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { callAws, clientSettings } from './call.ts';
import { allPages } from './quota-usage.ts';

/**
 * Log groups that AWS itself makes for an environment, where there is none of the name: RDS for the last lines of a database that is
 * being deleted, ECS for Container Insights. Terraform deletes none of them.
 * @param prefix of all that the environment has, such as `shop-dev`
 */
const prefixesOf = (prefix: string) => [`/aws/rds/instance/${prefix}/`, `/aws/ecs/containerinsights/${prefix}/`];

/** Log groups that AWS makes in an environment's name. All of it throws StackError. */
export class AwsLogGroups {
  readonly #prefixes: readonly string[];
  readonly #client: CloudWatchLogsClient;
  readonly #signal: AbortSignal | undefined;

  /** @param prefix of all that the environment has, such as `shop-dev` */
  constructor(prefix: string, region: string, signal?: AbortSignal) {
    this.#prefixes = prefixesOf(prefix);
    this.#client = new CloudWatchLogsClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  /** Their names, in order. */
  async list(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const logGroupNamePrefix of this.#prefixes) {
      const groups = await callAws(
        'logs:DescribeLogGroups',
        (options) =>
          allPages(
            paginateDescribeLogGroups({ client: this.#client }, { logGroupNamePrefix }, options),
            (page) => page.logGroups,
          ),
        this.#signal,
      );
      names.push(...groups.flatMap(({ logGroupName: name }) => name ?? []));
    }
    return names;
  }

  /** Deletes one, which may be gone already. */
  async delete(logGroupName: string): Promise<void> {
    const command = new DeleteLogGroupCommand({ logGroupName });
    await callAws(
      'logs:DeleteLogGroup',
      (options) =>
        this.#client.send(command, options).catch((error: unknown) => {
          if (!(error instanceof ResourceNotFoundException)) throw error;
        }),
      this.#signal,
    );
  }
}
