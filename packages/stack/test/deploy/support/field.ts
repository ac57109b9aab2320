import { identityTags, productIdentity } from '../../../src/deploy/product-identity.ts';
import { runTool } from '../../../src/process/run.ts';
import { areTestsInDevContainer } from '../../../src/test/dev-container.ts';
import { Account } from './account.ts';
import { Cloud } from './cloud.ts';
import { DeployCheckout, type Infrastructure } from './deploy-checkout.ts';
import { hasMockAws, startMockAws, type MockAws } from './mock-aws.ts';
import { startRegistry, type Registry } from './registry.ts';

export const stateBucket = 'zero-to-running-tfstate-123456789012-us-east-1';

/** All that a deployment meets, on this machine. */
export class Field {
  readonly cloud: Cloud;
  readonly account: Account;
  readonly checkout: DeployCheckout;
  readonly #mock: MockAws;
  readonly #registry: Registry;

  private constructor(mock: MockAws, cloud: Cloud, registry: Registry, checkout: DeployCheckout) {
    this.#mock = mock;
    this.#registry = registry;
    this.cloud = cloud;
    this.account = new Account(mock.port);
    this.checkout = checkout;
  }

  /** Whether this machine has what that takes: Terraform, a mock AWS and an engine. */
  static async isPossible(): Promise<boolean> {
    if (areTestsInDevContainer(process.env) || process.env['TEST_AWS'] === '0' || !(await hasMockAws())) return false;
    const tools = [
      runTool('terraform', ['version'], { deadlineMs: 30_000 }),
      runTool('docker', ['info'], { deadlineMs: 30_000 }),
    ];
    return (await Promise.all(tools)).every(({ ok }) => ok);
  }

  /** @param before given the AWS's origin, puts something before it, and tells where that answers */
  static async create(
    kind: Infrastructure['kind'],
    before: (endpoint: string) => Promise<string> = (endpoint) => Promise.resolve(endpoint),
    environment: Infrastructure['environment'] = 'dev',
  ): Promise<Field> {
    const name = `zero-to-running-${environment}`;
    const mock = await startMockAws();
    const cloud = new Cloud(mock.port, name);
    await cloud.start();
    const registry = await startRegistry();
    const where = { endpoint: await before(cloud.endpoint), url: cloud.url, registry: registry.host };
    const checkout = await DeployCheckout.create(where, { environment, kind });
    const field = new Field(mock, cloud, registry, checkout);
    if (kind === 'real') return field;
    await field.account.makeBucket(stateBucket, identityTags(await productIdentity(checkout.root)));
    await field.account.makeCache(name);
    if (kind === 'small') await field.account.makeDatabase(name);
    return field;
  }

  async remove(): Promise<void> {
    await this.checkout.remove();
    await this.#registry.remove();
    this.cloud.stop();
    await this.#mock.stop();
  }
}
