import assert from 'node:assert/strict';
import { callsFor, type PlacedCall } from '@zero-to-running/stack/deploy/needed-calls';
import { describeWithTerraform } from '../support/requirements.ts';
import { allowed, everyResource } from '../policy/statements.ts';
import { describeWithEvaluator, evaluate } from './evaluate.ts';
import { account, deployRoles, domains, type Owner } from './planned-roles.ts';
import type { Principal } from './principals.ts';
import { ofAws } from './requests.ts';

const owner = (product: string, environment: string): Owner => ({ product, environment });

/** Each is alike every other: one's names begin as another's do, or one has what the other's are made of. */
const alike: readonly Owner[] = [
  owner('shop', 'dev'),
  owner('shop', 'dev2'),
  owner('shop', 'eu'),
  owner('shop-dev', 'dev'),
  owner('shop-dev', 'logs'),
  owner('shop-dev-final', 'dev'),
  owner('shop-dev-before', 'deploy'),
  owner('shop-dev-001', 'dev'),
  owner('shop-dev-tfstate', 'dev'),
  owner('shop-eu', 'dev'),
  owner('sho', 'dev'),
];

const nameOf = ({ product, environment }: Owner) => `${product}-${environment}`;

const escape = (text: string) => text.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);

/** Whether a text fits a pattern, as IAM compares them. */
function fits(text: string, pattern: string): boolean {
  return new RegExp(`^${escape(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

const statementsOf = (principal: Principal) =>
  principal.policies.flatMap(({ policy }) => allowed(JSON.stringify(policy)));

/**
 * Of calls, those that a policy may allow, one of those for which the same statements and the same context speak: IAM's answer is
 * the same for all of these. What no statement speaks of is denied.
 */
function undecided(principal: Principal, calls: readonly PlacedCall[]): readonly PlacedCall[] {
  const statements = statementsOf(principal);
  const kinds = new Map<string, PlacedCall>();
  for (const call of calls) {
    const speaking = statements.flatMap(({ Action, Resource }, index) =>
      Action.some((each) => fits(call.action.toLowerCase(), each.toLowerCase())) &&
      Resource.some((each) => fits(call.resource, each))
        ? [index]
        : [],
    );
    // With the service, for IAM knows other keys of each.
    const kind = JSON.stringify([speaking, call.action.split(':')[0], call.context]);
    if (speaking.length > 0 && !kinds.has(kind)) kinds.set(kind, call);
  }
  return [...kinds.values()];
}

/** Actions that are allowed on whatever there is, with no condition, and with the reason why. */
function allowedAnywhere(principal: Principal): readonly string[] {
  return statementsOf(principal)
    .filter(({ Sid = '', Resource, Condition }) => Sid in everyResource && Resource.includes('*') && !Condition)
    .flatMap(({ Action }) => Action);
}

function callsOf({ product, environment }: Owner): readonly PlacedCall[] {
  return callsFor('deploys', {
    product,
    environment,
    account,
    region: 'us-east-1',
    partition: 'aws',
    domain_name: `${environment}.${product}.example.com`,
    zone_id: domains.hosted_zone_id,
  });
}

describe('names of which one begins as another does', () => {
  for (const [text, pattern, expected] of [
    ['arn:aws:rds:us-east-1:1:db:shop-dev', 'arn:aws:rds:*:1:db:shop-dev', true],
    ['arn:aws:rds:us-east-1:1:db:shop-dev2', 'arn:aws:rds:*:1:db:shop-dev', false],
    ['shop-dev-001', 'shop-dev-???', true],
    ['shop-dev-0011', 'shop-dev-???', false],
    ['a.b', 'a?b', true],
    ['axb', 'a.b', false],
  ] as const) {
    it(`${expected ? 'fit' : 'do not fit'}: ${text} and ${pattern}`, () => assert.equal(fits(text, pattern), expected));
  }

  it('are more than forty pairs', () => {
    assert.ok((alike.length * (alike.length - 1)) / 2 > 40);
    assert.equal(new Set(alike.map(nameOf)).size, alike.length);
  });
});

describeWithEvaluator('a role that deploys, among products and environments of like names', () => {
  describeWithTerraform('in one account', function suite() {
    this.timeout(300_000);
    let principals: ReadonlyMap<string, Principal>;

    before(async () => {
      principals = await deployRoles(alike);
    });

    for (const one of alike) {
      it(`of ${nameOf(one)} can touch nothing of the others`, async () => {
        const principal = principals.get(`${one.product}-deploy-${one.environment}`);
        assert.ok(principal);
        const own = new Set(callsOf(one).map((call) => JSON.stringify(call)));
        const anywhere = allowedAnywhere(principal);
        const others = alike
          .filter((each) => each !== one)
          .flatMap(callsOf)
          .filter((call) => !own.has(JSON.stringify(call)) && !ofAws.test(call.resource))
          .filter(({ action }) => !anywhere.some((each) => fits(action, each)));
        assert.ok(others.length > 1_000);
        const answers = await evaluate(principal, undecided(principal, others));
        assert.deepEqual(
          answers
            .filter(({ result }) => !result.endsWith('Denied'))
            .map(({ action, resource, result }) => `${action} on ${resource}: ${result}`),
          [],
        );
      });
    }
  });
});
