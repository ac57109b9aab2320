import assert from 'node:assert/strict';
import { DeploymentRecords, type DeploymentRecord } from './deployment-record.ts';
import { deploymentsKey, remembersDeployments, type Memory } from './remembers-deployments.ts';

function memoryOf(kept?: unknown): Memory {
  const values = new Map<string, unknown>([[deploymentsKey, kept]]);
  return {
    get: (key) => values.get(key),
    update: async (key, value) => void values.set(key, value),
  };
}

const record = (environment: string): DeploymentRecord => ({
  folder: { uri: 'file:///shop', name: 'shop', path: '/shop' },
  environment,
  process: { pid: 7, started: '123' },
  directory: `/storage/${environment}`,
  since: 1,
});

describe('records of deployments', () => {
  it('are kept until removed, each once', async () => {
    const memory = memoryOf();
    const records = new DeploymentRecords(memory);
    assert.ok(!remembersDeployments(memory));
    await records.put(record('dev'));
    await records.put(record('production'));
    await records.put({ ...record('dev'), cancelledAt: 2 });
    assert.ok(remembersDeployments(memory));
    assert.deepEqual(records.all(), [record('production'), { ...record('dev'), cancelledAt: 2 }]);
    await records.remove(record('dev'));
    await records.remove(record('production'));
    assert.deepEqual(records.all(), []);
    assert.ok(!remembersDeployments(memory));
  });

  it('of another form are none', () => {
    for (const kept of ['dev', {}, [null, { environment: 'dev' }]])
      assert.deepEqual(new DeploymentRecords(memoryOf(kept)).all(), []);
  });
});
