import assert from 'node:assert/strict';
import { openInContainer, openingMs } from './support/devcontainer.ts';
import { describeWithEngine } from './support/engine.ts';
import { eventuallyWell } from './support/http.ts';
import { portNames, Project } from './support/project.ts';

describeWithEngine('two openings of the dev container at once', function openings() {
  this.timeout(2 * openingMs);
  const projects: Project[] = [];
  after(async () => {
    for (const project of projects) await project.remove();
  });

  async function create(): Promise<Project> {
    const project = await Project.create('opened twice');
    projects.push(project);
    return project;
  }

  it('end well, for two checkouts that want the same ports', async () => {
    const [first, second] = [await create(), await create()];
    for (const name of portNames) await second.set(name, new URL(await first.url(name)).port);
    await Promise.all([openInContainer(first.root), openInContainer(second.root)]);
    const urls = [await first.url('FRONTEND_PORT'), await second.url('FRONTEND_PORT')];
    assert.notEqual(urls[0], urls[1]);
    await Promise.all(urls.map(eventuallyWell));
  });
});
