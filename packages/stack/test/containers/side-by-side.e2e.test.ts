import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { docker, succeed } from './support/docker.ts';
import { describeWithEngine } from './support/engine.ts';
import { addTask, eventuallyWell } from './support/http.ts';
import { Project } from './support/project.ts';

describeWithEngine('two checkouts on one machine', () => {
  const projects: Project[] = [];
  after(() => Promise.all(projects.map((project) => project.remove())));

  const create = async () => {
    const project = await Project.create('same name');
    projects.push(project);
    return project;
  };

  it('run at the same time, each with its own data, though both want the same ports', async () => {
    const first = await create();
    const second = await create();
    await first.compose('up', '--detach', '--wait');
    // As in two fresh clones: the second wants what the first has.
    for (const name of ['FRONTEND_PORT', 'API_PORT', 'DATABASE_PORT', 'CACHE_PORT']) {
      await second.set(name, parseEnv(await readFile(join(first.root, '.env'), 'utf8'))[name] ?? '');
    }
    await succeed('sh', ['packages/stack/env/write.sh', '--free-ports'], { cwd: second.root });
    await second.compose('up', '--detach', '--wait');

    const [one, two] = [await first.url('FRONTEND_PORT'), await second.url('FRONTEND_PORT')];
    assert.notEqual(one, two);
    await Promise.all([one, two].map(eventuallyWell));
    for (const project of projects) {
      const report: unknown = await (await fetch(`${await project.url('FRONTEND_PORT')}/health/all`)).json();
      assert.equal(Object(report).stack, project.name, 'by which an editor knows its own');
    }
    await addTask(one, 'of the first');
    assert.match(await (await fetch(`${one}/api/tasks`)).text(), /of the first/);
    assert.doesNotMatch(await (await fetch(`${two}/api/tasks`)).text(), /of the first/);
  });

  it('are stopped one by one', async () => {
    const [first, second] = projects;
    assert.ok(first && second);
    await first.compose('down', '--timeout', '5');
    assert.equal(await docker('ps', '-q', '--filter', `label=com.docker.compose.project=${first.name}`), '');
    await eventuallyWell(await second.url('FRONTEND_PORT'));
  });
});
