import assert from 'node:assert/strict';
import type { Place } from './place.ts';
import { works } from './printed-advice.ts';

export const everywhere = ['native', 'compose', 'dev container'] as const;
export const onHost = ['native', 'compose'] as const;

export const seeds = works('make seed SCALE=1');
export const isHealthy = works('make health');

/** As `works`, of what must succeed for a situation to come about. */
export const run =
  (...commands: readonly string[]) =>
  async (place: Place): Promise<void> => {
    for (const command of commands) {
      const { ok, output } = await place.run(command);
      assert.ok(ok, `${command}: ${output}`);
    }
  };

export const stop = (place: Place) => place.stop();
export const restore = (place: Place) => place.restore();
export const deleteSnapshot = (place: Place) => place.run('make snapshot-delete NAME=advice YES=1');

const source = 'api/src/app.ts';
export const breakApi = (place: Place) => place.edit(source, (content) => `${content}\nconst = ;\n`);

export const setting =
  (name: string, value: string | undefined) =>
  (place: Place): Promise<void> =>
    place.edit('.env', (content) => {
      const others = content.split('\n').filter((line) => !line.startsWith(`${name}=`));
      return [...others, ...(value === undefined ? [] : [`${name}=${value}`, ''])].join('\n');
    });

export const override =
  (services: string) =>
  (place: Place): Promise<void> =>
    place.edit('docker-compose.override.yml', () => `services: { ${services} }\n`);
