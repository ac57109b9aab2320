import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { conditionOf, inspectContainers } from '../../src/compose/containers.ts';
import { until } from '../../src/process/wait.ts';
import { docker, inspect } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';

describeWithEngine('the health of a container that recovers', () => {
  const project = `health-${randomBytes(4).toString('hex')}`;
  const labels = [`project=${project}`, 'service=mail', 'oneoff=False'].flatMap((each) => [
    '--label',
    `com.docker.compose.${each}`,
  ]);
  const check = ['--health-cmd', 'test -e /tmp/well', '--health-interval', '10s', '--health-retries', '1'];
  let id: string;

  before(async () => {
    id = await docker('run', '-d', '--init', ...labels, ...check, 'node:24-bookworm-slim', 'sleep', '600');
  });
  after(() => docker('rm', '--force', id));

  const engineSays = () => inspect(id, '{{.State.Health.Status}}');
  const phase = async () => (await inspectContainers(project)).map((container) => conditionOf(container).phase);

  it('is asked for anew where the engine says that it is unhealthy', async () => {
    assert.deepEqual(await phase(), ['starting']);
    assert.ok(await until(async () => (await engineSays()) === 'unhealthy', { deadlineMs: 60_000, everyMs: 200 }));
    assert.deepEqual(await phase(), ['failed']);
    await docker('exec', id, 'touch', '/tmp/well');
    const now = await phase();
    assert.equal(await engineSays(), 'unhealthy', 'the engine has not checked again so soon');
    assert.deepEqual(now, ['up']);
  });
});
