import assert from 'node:assert/strict';
import { missingFromTable, recordedCalls } from './permissions/recorded-calls.ts';
import { rules } from './policy/rules.ts';
import { violations } from './policy/violations.ts';
import { otherOrigin, pieces } from './support/pieces.ts';
import { rehearse, type Rehearsal } from './support/rehearsal.ts';
import { describeWithTerraform } from './support/requirements.ts';
import { managedResources, plannedChanges } from './support/resources.ts';

/** In all. It takes about five minutes, nearly all of them waiting; a machine that has much else to do takes longer. */
const deadlineMs = 18 * 60_000;

const environments = pieces.filter(({ environment }) => environment).map(({ path }) => path);

/** Where there must be something that a rule is about, when that is not every environment. */
const homes: Readonly<Record<string, readonly string[]>> = {
  aws_iam_policy: ['bootstrap'],
  aws_secretsmanager_secret_version: [],
};

/** The command of make that has Terraform do it, in an environment. */
const verbs: Readonly<Record<string, string>> = { plan: 'plan', apply: 'deploy', destroy: 'destroy' };

describeWithTerraform('Infrastructure, applied to a mock AWS', function suite() {
  this.timeout(deadlineMs);
  const rehearsals = new Map<string, Promise<Rehearsal>>();

  // At the same time, for each waits most of the time.
  before(() => {
    for (const piece of pieces) rehearsals.set(piece.path, rehearse(piece));
    for (const each of rehearsals.values()) each.catch(() => undefined);
  });

  after(() => Promise.allSettled(rehearsals.values()));

  for (const { path, environment, changes, leaves } of pieces) {
    describe(path, () => {
      let seen: Rehearsal;

      before(async () => {
        const rehearsal = rehearsals.get(path);
        assert.ok(rehearsal);
        seen = await rehearsal;
      });

      for (const rule of rules.filter(({ only }) => !only || only === environment)) {
        it(`keeps the rule for ${rule.of ?? 'everything'}: it ${rule.says}`, () => {
          const planned = managedResources(seen.planned);
          if ((homes[rule.of ?? ''] ?? environments).includes(path)) {
            assert.ok(planned.some(({ type }) => !rule.of || type === rule.of));
          }
          assert.deepEqual(violations(rule, planned), []);
          if (!rule.planned) assert.deepEqual(violations(rule, managedResources(seen.applied)), []);
        });
      }

      it('has then nothing left to change', () => {
        assert.deepEqual(plannedChanges(seen.again), []);
      });

      it('changes what is asked for later, and nothing else', () => {
        assert.deepEqual(plannedChanges(seen.change), changes);
      });

      if (environment) {
        it('runs the new release then, by the definition that its services name', () => {
          const resources = managedResources(seen.changed);
          for (const service of ['api', 'frontend']) {
            const [definition, runs] = ['aws_ecs_task_definition', 'aws_ecs_service'].map((type) =>
              resources.find(({ address }) => address === `module.application.module.${service}.${type}.this`),
            );
            assert.equal(definition?.values['revision'], 2);
            assert.equal(runs?.values['task_definition'], definition?.values['arn']);
            assert.ok(String(definition?.values['container_definitions']).includes(`@sha256:${'b'.repeat(64)}`));
          }
        });

        it('tells the API its settings', () => {
          const api = managedResources(seen.applied).find(
            ({ address }) => address === 'module.application.module.api.aws_ecs_task_definition.this',
          );
          const containers = String(api?.values['container_definitions']);
          for (const value of [otherOrigin, '1.0.0+a', 'sslmode=verify-full', 'rediss://']) {
            assert.ok(containers.includes(value), value);
          }
        });
      }

      it('asks nothing of AWS that is not in the table of needed calls', async () => {
        const place = {
          product: 'zero-to-running',
          environment: environment ?? 'dev',
          account: '123456789012',
          region: 'us-east-1',
          partition: 'aws',
        };
        const calls = await recordedCalls(seen.exchanges, place, (during) =>
          during in verbs && !environment ? 'bootstrap' : verbs[during],
        );
        assert.ok(calls.length > 50);
        assert.deepEqual(missingFromTable(calls), []);
      });

      it('leaves nothing in the state when it is destroyed', () => {
        assert.equal(seen.known.trim(), '');
      });

      it('leaves nothing in AWS but what it should', () => {
        assert.ok(seen.found.length > 0);
        assert.deepEqual(
          seen.remains.filter((arn) => !leaves.some((pattern) => pattern.test(arn))),
          [],
        );
      });
    });
  }
});
