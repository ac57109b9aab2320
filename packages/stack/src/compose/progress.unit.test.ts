import assert from 'node:assert/strict';
import { OutputReader } from './progress.ts';

const read = (...lines: string[]) => {
  const reader = new OutputReader();
  return lines.map((line) => reader.read(line));
};

describe('output of Compose', () => {
  it('tells how containers come and go', () => {
    assert.deepEqual(
      read(' Container shop-1a2b-api-1  Creating', ' Container shop-1a2b-api-1  Started', ' Network shop  Created'),
      [{ service: 'api', phase: 'preparing' }, { service: 'api', phase: 'starting' }, undefined],
    );
  });

  it('tells of pulling', () => {
    assert.deepEqual(read(' database Pulling ', ' 1a2b3c Pulling fs layer '), [
      { service: 'database', phase: 'pulling', message: 'its image' },
      undefined,
    ]);
  });

  it('tells of a step of a build when it runs, not when it comes from the cache', () => {
    const [named, cached, other, running] = read(
      '#7 [api dev 1/3] RUN npm ci',
      '#7 CACHED',
      '#8 [frontend dependencies 4/5] RUN npm ci',
      '#8 2.345 added 300 packages',
    );
    assert.deepEqual([named, cached, other], [undefined, undefined, undefined]);
    assert.deepEqual(running, { service: 'frontend', phase: 'building', message: 'its image, step 4/5' });
  });

  it('is not taken for a service’s where it is another container’s', () => {
    assert.deepEqual(read(' Container shop-1a2b-workspace-1  Started', 'time="…" level=warning msg="x"'), [
      undefined,
      undefined,
    ]);
  });
});
