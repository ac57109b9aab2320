import { seconds, withComposeProject } from './support/compose-project.ts';
import { durationFigure } from './support/duration-figure.ts';
import { printReport } from './support/report.ts';

const rounds = 5;

await withComposeProject((project) => {
  const down = () => project.run('docker', 'compose', 'down');
  project.run('make', 'dev', 'STACK=compose');
  const byMake: number[] = [];
  const again: number[] = [];
  const byCompose: number[] = [];
  // In turns, so that what else the machine does meets both alike.
  for (let round = 0; round < rounds; round += 1) {
    down();
    byMake.push(seconds(() => project.run('make', 'dev', 'STACK=compose')));
    again.push(seconds(() => project.run('make', 'dev', 'STACK=compose')));
    down();
    byCompose.push(seconds(() => project.run('docker', 'compose', 'up', '--detach', '--wait')));
  }
  const more = byMake.map((value, round) => value - (byCompose[round] ?? value));
  printReport('compose-start', [
    durationFigure('make dev, images built, no containers', byMake, 8),
    durationFigure('docker compose up --wait, the same', byCompose),
    durationFigure('make dev takes longer by', more, 1),
    durationFigure('make dev, all up', again, 3),
  ]);
});
