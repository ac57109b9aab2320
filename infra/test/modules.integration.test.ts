import assert from 'node:assert/strict';
import { atATime } from './support/at-a-time.ts';
import { foldersWith } from './support/folders.ts';
import { InfraCopy } from './support/infra-copy.ts';
import { startMockAws, type MockAws } from './support/mock-aws.ts';
import { describeWithTerraform } from './support/requirements.ts';

const folders = foldersWith('*.tf');
const tested = foldersWith('*.tftest.hcl');

describeWithTerraform('Terraform code', function suite() {
  this.timeout(600_000);
  let aws: MockAws;
  let copy: InfraCopy;
  let results: Map<string, Promise<string>>;

  before(async () => {
    aws = await startMockAws();
    copy = await InfraCopy.create(aws.env);
    results = atATime(2, folders, async (folder) => {
      await copy.terraform(folder, ['init', '-no-color', '-backend=false']);
      if (!tested.includes(folder)) return copy.terraform(folder, ['validate', '-no-color']);
      return copy.terraform(folder, ['test', '-no-color']);
    });
  });

  after(async () => {
    await Promise.allSettled(results?.values() ?? []);
    await copy?.remove();
    await aws?.stop();
  });

  it('is formatted', async () => {
    await copy.terraform('.', ['fmt', '-check', '-recursive', '-diff']);
  });

  for (const folder of folders) {
    it(`of ${folder} is valid${tested.includes(folder) ? ', and its tests pass' : ''}`, async () => {
      const output = await results.get(folder);
      assert.match(output ?? '', /Success!/);
      assert.doesNotMatch(output ?? '', /Warning:/);
    });
  }
});
