import assert from 'node:assert/strict';
import type { TerraformPlan } from '@zero-to-running/stack/deploy/plan/terraform-plan';
import { atATime } from '../support/at-a-time.ts';
import { release } from '../support/pieces.ts';
import { describeWithTerraform } from '../support/requirements.ts';
import { RootModule } from '../support/root-module.ts';
import { documentedTables } from './documented.ts';
import { groups, monthlyCost, readPlan, saving, taskTypes, usd } from './groups.ts';
import { switches } from './switches.ts';

/** Hours of a week from 7 to 19 on workdays, as the setting in terraform.tfvars has them. */
const wakingShare = (5 * 12) / (7 * 24);

function sortedRows(rows: readonly (readonly string[])[] = []): string[] {
  return rows.map((row) => row.join(' | ')).toSorted();
}

/** @param cost the variable of that name, as HCL */
async function planWith(module: RootModule, cost = ''): Promise<TerraformPlan> {
  const name = `plan-${cost.replaceAll(/\W+/g, '-')}`;
  return readPlan(await module.plan([...release('a'), `-var=cost={${cost}}`], name));
}

describeWithTerraform('docs/costs.md, by plans and infra/costs.json', function suite() {
  this.timeout(600_000);
  const modules: RootModule[] = [];
  let dev: TerraformPlan;
  let production: TerraformPlan;
  let switched: readonly TerraformPlan[];

  before(async () => {
    for (const name of ['dev', 'production']) modules.push(await RootModule.create(`environments/${name}`));
    const [ofDev, ofProduction] = modules;
    assert.ok(ofDev && ofProduction);
    const together = switches.map((batch) => batch.map(({ cost }) => cost).join(', '));
    const plans = atATime(2, ['', ...together], (cost) => planWith(ofProduction, cost));
    dev = await planWith(ofDev);
    const [unswitched, ...others] = await Promise.all(plans.values());
    assert.ok(unswitched);
    production = unswitched;
    switched = others;
  });

  after(() => Promise.all(modules.map((module) => module.remove())));

  const savedOffHours = () => monthlyCost(dev, taskTypes) * (1 - wakingShare);

  it('says what both environments cost', () => {
    const rows = [...Object.entries(groups), ['together', undefined] as const].map(([row, types]) => [
      row,
      usd(monthlyCost(dev, types)),
      usd(monthlyCost(production, types)),
    ]);
    assert.deepEqual(documentedTables()[0], rows);
  });

  it('leaves out nothing that costs money', () => {
    for (const each of [dev, production]) {
      const sum = Object.values(groups).reduce((total, types) => total + monthlyCost(each, types), 0);
      // Each is rounded to a cent.
      assert.ok(Math.abs(sum - monthlyCost(each)) < 0.05, `${sum} and ${monthlyCost(each)}`);
    }
  });

  it('says what each switch saves', () => {
    const saved = switches.flatMap((batch, index) => {
      const plan = switched[index];
      assert.ok(plan);
      // All that the batch changes is the sum of what each of it does.
      const sum = batch.reduce((total, { types }) => total + saving(production, plan, types), 0);
      assert.ok(Math.abs(sum - saving(production, plan)) < 0.05);
      return batch.map(({ name, change, types }) => [`\`${name}\``, change, usd(saving(production, plan, types))]);
    });
    const expected = [
      ...saved,
      ['`off_hours`', 'tasks of dev from 7 to 19 on workdays only', usd(savedOffHours())],
      ['`make destroy`', 'until the next `make deploy`', 'all but a snapshot'],
    ];
    // In whichever order they read best.
    assert.deepEqual(sortedRows(documentedTables()[1]), sortedRows(expected));
  });
});
