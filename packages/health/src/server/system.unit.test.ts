import assert from 'node:assert/strict';
import { systemSchema } from '../contract/report.ts';
import { describeSystem, memoryLimit } from './monitor.ts';

describe('memoryLimit', () => {
  it("is the container's limit where there is one", () => {
    assert.equal(memoryLimit(512, 2_048), 512);
  });

  it("is the machine's memory where there is none", () => {
    assert.equal(memoryLimit(0, 2_048), 2_048);
    assert.equal(memoryLimit(2 ** 63, 2_048), 2_048);
  });
});

describe('describeSystem', () => {
  it('fits the contract, in whole seconds and megabytes', () => {
    const system = systemSchema.parse(describeSystem());
    const { used, total } = system.memory;
    for (const value of [system.uptime, used, total]) assert(Number.isInteger(value));
    assert(used > 10 && used < total);
  });
});
