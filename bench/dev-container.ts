import { join } from 'node:path';
import { seconds, withComposeProject } from './support/compose-project.ts';
import { durationFigure } from './support/duration-figure.ts';
import { printReport } from './support/report.ts';

const rounds = 3;

await withComposeProject((project) => {
  const commandLine = join(project.root, 'node_modules/@devcontainers/cli/devcontainer.js');
  const up = () => project.run(process.execPath, commandLine, 'up', '--workspace-folder', project.root);
  const files = ['-f', 'docker-compose.yml', '-f', '.devcontainer/compose.yml'];
  up();
  const workspace = () => project.run('docker', 'compose', ...files, 'ps', '--all', '--quiet', 'workspace').trim();
  const image = project.run('docker', 'inspect', '--format', '{{.Config.Image}}', workspace()).trim();
  const first: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      project.run('docker', 'compose', ...files, 'down', '--volumes');
      first.push(seconds(up));
      project.run('docker', 'compose', ...files, 'down');
      cold.push(seconds(up));
      warm.push(seconds(up));
    }
  } finally {
    project.run('docker', 'compose', ...files, 'down', '--volumes');
    // Its command line makes it without the project's label.
    project.run('docker', 'rmi', '--force', image);
  }
  printReport('dev-container', [
    durationFigure('devcontainer up, images built, first ever: no containers, no volumes', first, 15),
    durationFigure('devcontainer up, images built, no containers, volumes kept', cold, 15),
    durationFigure('devcontainer up, all up', warm, 5),
  ]);
});
