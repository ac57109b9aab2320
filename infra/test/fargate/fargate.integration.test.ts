import assert from 'node:assert/strict';
import { join } from 'node:path';
import { thisCheckout } from '@zero-to-running/stack/checkout';
import { describeWithDocker } from '../support/requirements.ts';
import { buildImage, Fargate } from './fargate.ts';
import type { Task } from './task.ts';

const dockerfile = 'FROM nginxinc/nginx-unprivileged:stable-trixie\nCOPY default.conf /etc/nginx/conf.d/default.conf\n';

function nginx(more: Partial<Task['container']>): Task {
  return {
    memoryMib: 128,
    container: {
      name: 'frontend',
      image: 'frontend',
      user: '101:101',
      readonlyRootFilesystem: true,
      environment: [],
      secrets: [],
      portMappings: [{ containerPort: 8080 }],
      mountPoints: [],
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
      ...more,
    },
  };
}

const tmpfs = (...mountOptions: readonly string[]) => ({
  linuxParameters: {
    initProcessEnabled: true,
    tmpfs: [{ containerPath: '/tmp', size: 64, mountOptions: [...mountOptions] }],
  },
});

/** Where nginx, which is user 101, may keep its files, and what comes of it on Fargate. */
const ways = [
  {
    title: 'an empty volume',
    task: nginx({ mountPoints: [{ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false }] }),
  },
  { title: 'nothing that can be written to', task: nginx({}) },
  { title: 'memory that is root’s', task: nginx(tmpfs('nosuid')) },
  { title: 'memory that is its own', task: nginx(tmpfs('nosuid', 'uid=101', 'gid=101')), runs: true },
  { title: 'memory that everyone may write to', task: nginx(tmpfs('mode=1777')), runs: true },
];

describeWithDocker('a task of nginx, run as Fargate runs it', function suite() {
  this.timeout(120_000);
  let fargate: Fargate;
  let image: string;

  before(async () => {
    fargate = await Fargate.start();
    image = await buildImage(join(thisCheckout.root, 'frontend/nginx'), ['--file=-'], dockerfile);
  });
  after(() => fargate?.stop());

  for (const { title, task, runs = false } of ways) {
    it(`${runs ? 'runs' : 'ends at once'} with ${title}`, async () => {
      const id = await fargate.run(task, image);
      const healthy = fargate.untilHealthy(id, 8080, '/health');
      if (runs) await healthy;
      else await assert.rejects(healthy, /It has ended/);
    });
  }
});
