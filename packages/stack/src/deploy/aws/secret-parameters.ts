import {
  DeleteParameterCommand,
  paginateDescribeParameters,
  PutParameterCommand,
  SSMClient,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { StackError } from '../../stack-error.ts';
import { awsCode, callAws, clientSettings } from './call.ts';
import { allPages } from './quota-usage.ts';

/** A secret environment variable of a service, as it is kept; nothing here reads its value. */
export interface KeptSecret {
  readonly service: string;
  readonly name: string;
  /** When it got its value; ISO 8601. */
  readonly changedAt: string;
}

/** Secrets of an environment's own, each a `SecureString` of Systems Manager. All of it throws StackError. */
export class SecretParameters {
  readonly #path: string;
  readonly #client: SSMClient;
  readonly #signal: AbortSignal | undefined;

  /** @param prefix of all that the environment has in AWS, such as `shop-dev` */
  constructor(prefix: string, region: string, signal?: AbortSignal) {
    this.#path = `/${prefix}/`;
    this.#client = new SSMClient({ region, ...clientSettings });
    this.#signal = signal;
  }

  /** Where Terraform expects a secret, such as `/shop-dev/api/STRIPE_KEY`. */
  nameOf(service: string, name: string): string {
    return `${this.#path}${service}/${name}`;
  }

  /**
   * Keeps a value, in place of the one before.
   * @param tags for one that is new, such as `{ Project: 'shop' }`
   * @returns whether it is new
   */
  async put(service: string, name: string, value: string, tags: Readonly<Record<string, string>>): Promise<boolean> {
    const send = (input: Pick<PutParameterCommandInput, 'Overwrite' | 'Tags'>) =>
      callAws(
        'ssm:PutParameter',
        (options) =>
          this.#client.send(
            new PutParameterCommand({ Name: this.nameOf(service, name), Value: value, Type: 'SecureString', ...input }),
            options,
          ),
        this.#signal,
      );
    try {
      await send({ Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
      return true;
    } catch (error) {
      if (!isCode(error, 'ParameterAlreadyExists')) throw error;
      // AWS takes no tags for one that is there.
      await send({ Overwrite: true });
      return false;
    }
  }

  /** All that the environment has, in order. */
  async list(): Promise<readonly KeptSecret[]> {
    const input = { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: [this.#path] }] };
    const all = await callAws(
      'ssm:DescribeParameters',
      (options) =>
        allPages(paginateDescribeParameters({ client: this.#client }, input, options), (page) => page.Parameters),
      this.#signal,
    );
    return all
      .flatMap(({ Name = '', LastModifiedDate: changed }) => {
        const [service, name, ...rest] = Name.slice(this.#path.length).split('/');
        if (!service || !name || rest.length > 0) return [];
        return [{ service, name, changedAt: (changed ?? new Date(0)).toISOString() }];
      })
      .toSorted((one, other) => `${one.service}/${one.name}`.localeCompare(`${other.service}/${other.name}`));
  }

  /** @returns whether it was there */
  async delete(service: string, name: string): Promise<boolean> {
    const command = new DeleteParameterCommand({ Name: this.nameOf(service, name) });
    try {
      await callAws('ssm:DeleteParameter', (options) => this.#client.send(command, options), this.#signal);
      return true;
    } catch (error) {
      if (isCode(error, 'ParameterNotFound')) return false;
      throw error;
    }
  }
}

const isCode = (error: unknown, code: string) => error instanceof StackError && awsCode(error.cause) === code;
