import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { thisCheckout } from '../../checkout.ts';
import type { Place } from './place.ts';
import { shows, works, type Advice, type Situation } from './printed-advice.ts';
import { breakApi, isHealthy, run, seeds } from './steps.ts';

const folder = 'api/src/db/migrations';
const count = readdirSync(join(thisCheckout.root, folder)).filter((file) => file.endsWith('.sql')).length;
const migration = `${folder}/${String(count + 1).padStart(4, '0')}_advice.sql`;
const addMigration = (statement: string) => (place: Place) => place.edit(migration, () => `${statement}\n`);

/** As after switching to a branch that lacks a migration of the database. */
async function lackMigration(place: Place): Promise<void> {
  await run('make reset YES=1 SCALE=1')(place);
  await addMigration('ALTER TABLE tasks ADD COLUMN advice int;')(place);
  await run('make migrate')(place);
  await place.restore();
  await run('until make status | grep -q "does not match"; do sleep 0.2; done')(place);
}

const backToMatching = (place: Place) => place.run('make reset YES=1; make snapshot-delete NAME=advice YES=1');

const ofMismatch = (name: string, advice: Advice): Situation => ({
  name: `the branch lacks a migration, and ${name}`,
  places: ['native'],
  bring: lackMigration,
  ask: ['make dev'],
  advice: [advice],
  tidy: backToMatching,
});

const stays = 'The database stays up for these, and for: make migrations, make snapshots, make restore, make undo';

/** For Node, without a single quote. */
const dropTables = `
  const { services } = JSON.parse(fs.readFileSync(".stack/state.json"));
  const { POSTGRES_PASSWORD: password } = process.env;
  const client = new (require("pg").Client)({ host: "127.0.0.1", port: services.database.port, user: "app", database: "app", password });
  client.connect()
    .then(() => client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    .then(() => client.end());
`;

/** What is said of migrations. */
export const ofMigrations: readonly Situation[] = [
  {
    name: 'a migration waits',
    places: ['native'],
    async bring(place) {
      await breakApi(place);
      await addMigration('SELECT 1;')(place);
    },
    ask: ['make migrations'],
    advice: [{ says: 'To apply what is pending: make migrate', effect: works('make migrations') }],
    tidy: backToMatching,
  },
  {
    name: 'the database has no tables',
    places: ['native'],
    bring: run(`node_modules/.stack-node --env-file=.env --eval '${dropTables}'`),
    ask: ['make seed'],
    advice: [{ says: 'Apply the migrations: make migrate', effect: seeds }],
  },
  {
    name: 'a migration fails',
    places: ['native'],
    async bring(place) {
      await breakApi(place);
      await addMigration('SELECT nothing;')(place);
    },
    ask: ['make migrate'],
    advice: [
      { says: 'Show which are applied, pending or changed: make migrations', effect: shows(/_advice\.sql +pending/) },
    ],
  },
  {
    name: 'a migration was made',
    places: ['native'],
    ask: ['make migration NAME=advice'],
    advice: [
      { says: 'Created …. Write its statements: a running API applies them when you save, else `make migrate` does.' },
    ],
    tidy: async (place) => {
      await place.run('rm api/src/db/migrations/*_advice.sql');
      await backToMatching(place);
    },
  },
  ofMismatch('has it again', {
    says: 'Return to the branch that has them, then: make dev',
    first: addMigration('ALTER TABLE tasks ADD COLUMN advice int;'),
    effect: seeds,
  }),
  ofMismatch('its data is replaced', {
    says: 'Or replace the data with what this branch needs; what is there is saved as a snapshot first: make reset',
    answer: 'YES=1',
    effect: isHealthy,
  }),
  ofMismatch('its data is saved', {
    says: 'To save it under a name of its own before that: make snapshot NAME=…',
    name: 'advice',
    effect: works('make snapshots'),
  }),
  ofMismatch('its migrations are listed', { says: stays, command: 'make migrations', effect: shows(/_advice\.sql/) }),
  ofMismatch('its snapshots are listed', { says: stays, command: 'make snapshots' }),
  ofMismatch('the data of before is restored', { says: stays, command: 'make undo', effect: isHealthy }),
  {
    ...ofMismatch('a snapshot is restored', {
      says: stays,
      command: 'make restore',
      answer: 'NAME=advice',
      effect: isHealthy,
    }),
    async bring(place) {
      await run('make snapshot NAME=advice')(place);
      await lackMigration(place);
    },
  },
];
