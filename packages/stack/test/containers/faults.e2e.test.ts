import assert from 'node:assert/strict';
import type { HealthReport } from '@zero-to-running/health/contract/report';
import { until } from '../../src/process/wait.ts';
import { docker, inspect } from './support/docker.ts';
import { pause } from './support/pause.ts';
import { describeWithEngine } from './support/engine.ts';
import { eventually, eventuallyHealth, eventuallyWell } from './support/http.ts';
import { startLoad } from './support/load.ts';
import { Project } from './support/project.ts';

interface Fault {
  readonly name: string;
  begin(container: string, service: string): Promise<unknown>;
  end(container: string, service: string): Promise<unknown>;
}

const unhealthy = (service: string) => (report: HealthReport) => report.services[service]?.status === 'unhealthy';

describeWithEngine('containers that fail under load', () => {
  let project: Project;
  let api: string;
  let frontend: string;

  before(async () => {
    project = await Project.create('faults');
    await project.set('RATE_LIMIT_PER_MINUTE', '0');
    await project.compose('up', '--detach', '--wait');
    api = await project.url('API_PORT');
    frontend = await project.url('FRONTEND_PORT');
  });
  after(() => project?.remove());
  beforeEach(() => eventuallyWell(frontend));

  const network = () => `${project.name}_app-network`;

  const faults: readonly Fault[] = [
    {
      name: 'killed and started',
      begin: (container) => docker('kill', container),
      end: (container) => docker('start', container),
    },
    {
      name: 'paused and resumed',
      begin: pause,
      end: (container) => docker('unpause', container),
    },
    {
      name: 'cut from the network and connected again',
      begin: (container) => docker('network', 'disconnect', network(), container),
      end: (container, service) => docker('network', 'connect', '--alias', service, network(), container),
    },
  ];

  /** Lets a service fail under load, and looks at the rest meanwhile; then all has to recover by itself. */
  async function drill(service: string, fault: Fault, whileAway: () => Promise<void>, loaded: string): Promise<void> {
    const container = await project.container(service);
    const load = startLoad(loaded);
    try {
      await fault.begin(container, service);
      await whileAway().finally(() => fault.end(container, service));
      await eventuallyWell(frontend);
    } finally {
      const { answers, wrong } = await load.stop();
      assert.deepEqual(wrong, []);
      assert.ok(answers > 0);
    }
  }

  for (const fault of faults) {
    it(`goes on without its cache, which is ${fault.name}`, () =>
      drill(
        'cache',
        fault,
        async () => {
          await eventuallyHealth(frontend, (report) => report.status === 'degraded' && unhealthy('cache')(report));
          assert.equal((await fetch(`${frontend}/api/tasks`)).status, 200);
        },
        `${api}/api/tasks`,
      ));

    it(`tells that its database is ${fault.name}`, () =>
      drill(
        'database',
        fault,
        async () => {
          await eventuallyHealth(frontend, (report) => report.status === 'error' && unhealthy('database')(report));
          assert.equal((await fetch(`${frontend}/health/ready`)).status, 200);
        },
        `${frontend}/health/all`,
      ));
  }

  for (const fault of faults.slice(0, 2)) {
    it(`shows its page while the API is ${fault.name}`, () =>
      drill(
        'api',
        fault,
        () => eventually(`${frontend}/`, (page) => page.includes('<div id="root">')),
        `${frontend}/src/main.tsx`,
      ));

    it(`answers while the frontend is ${fault.name}`, () =>
      drill('frontend', fault, () => eventuallyWell(api), `${api}/health/all`));
  }

  it('starts a crashed service again by itself', async () => {
    const crashes = {
      database: ['sh', '-c', 'kill -9 $(head -n 1 "$PGDATA/postmaster.pid")'],
      cache: ['sh', '-c', 'kill -9 $(pidof redis-server)'],
      api: [
        'node',
        '-e',
        'process.kill(Number(require("fs").readFileSync("/proc/1/task/1/children", "utf8").split(" ")[0]), 9)',
      ],
    };
    for (const [service, command] of Object.entries(crashes)) {
      const container = await project.container(service);
      await docker('exec', container, ...command).catch(() => undefined);
      const restarted = async () => (await inspect(container, '{{.RestartCount}}')) !== '0';
      assert.ok(await until(restarted, { deadlineMs: 30_000 }), service);
      await eventuallyWell(frontend);
    }
  });
});
