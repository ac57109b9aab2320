import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds, withComposeProject } from './support/compose-project.ts';
import { printReport } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';

const rounds = 3;

const images = [
  {
    service: 'api',
    base: 'gcr.io/distroless/nodejs24-debian12:nonroot',
    atMost: 40,
    source: 'api/src/config.ts',
    change: (round: number) => `\nexport const changed${round} = true;\n`,
  },
  {
    service: 'frontend',
    base: 'nginxinc/nginx-unprivileged:stable-trixie',
    atMost: 5,
    source: 'frontend/src/main.tsx',
    change: (round: number) => `\n// changed ${round}\n`,
  },
] as const;

await withComposeProject((project) => {
  const megabytes = (image: string) =>
    Number(project.run('docker', 'image', 'inspect', '--format', '{{.Size}}', image)) / 1e6;
  const figures = images.flatMap(({ service, base, atMost, source, change }) => {
    const tag = `${project.name}-bench-${service}`;
    // Labelled as the project's, so that it is removed with it.
    const label = `com.docker.compose.project=${project.name}`;
    const options = ['--quiet', '--file', `${service}/Dockerfile`, '--target', 'production', '--tag', tag];
    const build = () => project.run('docker', 'build', ...options, '--label', label, '.');
    build();
    const rebuilds: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      appendFileSync(join(project.root, source), change(round));
      rebuilds.push(seconds(build));
    }
    return [
      { what: `${service}: over its base`, measured: megabytes(tag) - megabytes(base), unit: 'MB', limit: { atMost } },
      {
        what: `${service}: docker build after a change of a source`,
        measured: median(rebuilds),
        unit: 's',
        limit: { atMost: 10 },
        note: describeSpread(rebuilds, 's'),
      },
    ];
  });
  printReport('images', figures);
});
