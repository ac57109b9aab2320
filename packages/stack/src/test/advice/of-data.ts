import { shows, works, type Situation } from './printed-advice.ts';
import { deleteSnapshot, everywhere, onHost, run, seeds, setting } from './steps.ts';

/** What is said of the data. */
export const ofTheData: readonly Situation[] = [
  {
    name: 'there is no snapshot',
    places: onHost,
    ask: ['make snapshots', 'make undo'],
    advice: [
      { says: 'List what can be restored: make snapshots' },
      {
        says: 'There are no snapshots yet. Take one with `make snapshot NAME=…`; `make reset` takes one by itself.',
        command: 'make snapshot NAME=…',
        name: 'advice',
      },
      { says: 'Saved the data as snapshot …. Run `make restore NAME=…` to return to it.', effect: shows(/Restored/) },
      {
        says: 'There are no snapshots yet. Take one with `make snapshot NAME=…`; `make reset` takes one by itself.',
        command: 'make reset',
        answer: 'YES=1 SCALE=1',
      },
      {
        says: 'Your previous data was saved as snapshot …. Run `make undo` to restore it.',
        effect: shows(/Restored snapshot/),
      },
    ],
    tidy: deleteSnapshot,
  },
  {
    name: 'a snapshot that is not there is to be restored',
    places: ['native'],
    bring: run('make clean YES=1', 'make dev'),
    ask: ['make restore NAME=advice'],
    advice: [{ says: 'There are no snapshots yet. Take one: make snapshot', effect: works('make snapshots') }],
  },
  {
    name: 'nobody can answer whether to reset',
    places: everywhere,
    ask: ['make reset'],
    advice: [
      { says: 'make reset YES=1' },
      {
        says: 'Your previous data was saved as snapshot …. Run `make undo` to restore it.',
        effect: shows(/Restored snapshot/),
      },
    ],
  },
  {
    name: 'the name of a snapshot is taken, or was left out',
    places: everywhere,
    bring: run('make snapshot NAME=advice'),
    ask: ['make snapshot NAME=advice', 'make restore'],
    advice: [
      { says: 'before-demo; make snapshots lists them', effect: shows(/advice/) },
      {
        says: 'Choose another name, or delete that one: make snapshot-delete NAME=…',
        effect: shows(/Refusing to delete without confirmation/),
      },
      { says: 'make snapshot-delete NAME=… YES=1', effect: works('make snapshot NAME=advice') },
    ],
    tidy: deleteSnapshot,
  },
  {
    name: 'there is no room for another snapshot',
    places: ['native'],
    async bring(place) {
      await run('make snapshot NAME=advice')(place);
      await setting('SNAPSHOTS_MAX_MB', '9')(place);
    },
    ask: ['make snapshot'],
    advice: [
      {
        says: 'Delete one: make snapshots, then make snapshot-delete NAME=…',
        command: 'make snapshots',
        effect: shows(/advice/),
      },
      {
        says: 'Delete one: make snapshots, then make snapshot-delete NAME=…',
        command: 'make snapshot-delete NAME=…',
        name: 'advice',
        answer: 'YES=1',
        effect: works('make snapshot'),
      },
    ],
  },
  {
    name: 'another name of a database is in .env',
    places: onHost,
    bring: setting('POSTGRES_DB', 'elsewhere'),
    ask: ['make seed', 'make snapshot'],
    advice: [{ says: 'make reset makes a new one.', answer: 'YES=1', effect: seeds }],
  },
];

/** These delete the data: the last ones. */
export const ofTheEnd: readonly Situation[] = [
  {
    name: 'nobody can answer whether to delete the data',
    places: onHost,
    ask: ['make clean'],
    advice: [
      { says: 'make clean YES=1…' },
      { says: '… and the installed dependencies stay. Start again: make dev', effect: seeds },
    ],
  },
  {
    name: 'a named snapshot would be deleted as well',
    places: onHost,
    bring: run('make snapshot NAME=advice'),
    ask: ['make clean YES=1'],
    advice: [
      { says: 'make clean YES=1…' },
      { says: '… and the installed dependencies stay. Start again: make dev', effect: seeds },
    ],
    tidy: deleteSnapshot,
  },
  {
    name: 'the data is of another version of PostgreSQL',
    places: ['native'],
    bring: run('make down', 'echo 15 > .stack/postgres/data/PG_VERSION'),
    ask: ['make doctor'],
    advice: [
      {
        says: 'Move .stack/postgres away to keep it, or start with no data: make clean',
        answer: 'YES=1',
        effect: works('make dev'),
      },
    ],
  },
  {
    name: 'the data is of another version of PostgreSQL, and is to be used',
    places: ['native'],
    bring: run('make down', 'echo 15 > .stack/postgres/data/PG_VERSION'),
    ask: ['make dev'],
    advice: [
      {
        says: 'Move the folder away to keep it, or start with no data: make clean',
        answer: 'YES=1',
        effect: works('make dev'),
      },
    ],
  },
  {
    name: 'there is no data yet',
    places: ['native'],
    bring: run('make clean YES=1'),
    ask: ['make doctor'],
    advice: [{ says: 'none yet, or of another user; make dev makes it', effect: seeds }],
  },
  {
    name: 'the data is damaged',
    places: ['native'],
    bring: run('make down', ': > .stack/postgres/data/global/pg_control'),
    ask: ['make dev'],
    advice: [
      { says: 'Then start with no data: make clean, make dev', command: 'make clean', answer: 'YES=1' },
      { says: 'Then start with no data: make clean, make dev', command: 'make dev', effect: seeds },
    ],
  },
];
