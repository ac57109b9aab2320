import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds, withComposeProject } from './support/compose-project.ts';
import { durationFigure } from './support/duration-figure.ts';
import { printReport } from './support/report.ts';

const rounds = 3;

await withComposeProject((project) => {
  const commandLine = join(project.root, 'node_modules/@devcontainers/cli/devcontainer.js');
  const up = () => project.run(process.execPath, commandLine, 'up', '--workspace-folder', project.root);
  const compose = (...args: string[]) =>
    project.run('docker', 'compose', '-f', 'docker-compose.yml', '-f', '.devcontainer/compose.yml', ...args);
  const file = join(project.root, '.env');
  const rename = (name: string) => {
    const others = readFileSync(file, 'utf8').replace(/^COMPOSE_PROJECT_NAME=.*\n/m, '');
    writeFileSync(file, `${others}COMPOSE_PROJECT_NAME=${name}\n`);
  };
  // Volumes stay until the end: a file system without a journal, such as that of small virtual machines, searches past
  // each file that was deleted in the last minutes when it makes one, which is not how a first opening finds it.
  const names = Array.from({ length: rounds }, (_, round) => `${project.name}-${round}`);
  up();
  const workspace = compose('ps', '--all', '--quiet', 'workspace').trim();
  const image = project.run('docker', 'inspect', '--format', '{{.Config.Image}}', workspace).trim();
  compose('down');
  const first: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  try {
    for (const name of names) {
      rename(name);
      compose('build', '--quiet');
      first.push(seconds(up));
      compose('down');
      cold.push(seconds(up));
      warm.push(seconds(up));
      compose('down');
    }
  } finally {
    for (const name of names) {
      rename(name);
      compose('down', '--volumes', '--rmi', 'local');
      // Those that its command line has made of them have the label, but no name any more.
      const label = `label=com.docker.compose.project=${name}`;
      const images = project.run('docker', 'images', '--quiet', '--filter', label).split('\n').filter(Boolean);
      if (images.length > 0) project.run('docker', 'rmi', '--force', ...new Set(images));
    }
    rename(project.name);
    // Its command line makes it without the project's label.
    project.run('docker', 'rmi', '--force', image);
  }
  printReport('dev-container', [
    durationFigure('devcontainer up, images built, first ever: no containers, no volumes', first, 15),
    durationFigure('devcontainer up, images built, no containers, volumes kept', cold, 15),
    durationFigure('devcontainer up, all up', warm, 5),
  ]);
});
