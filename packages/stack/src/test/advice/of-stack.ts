import assert from 'node:assert/strict';
import { shows, works, type Advice, type Situation } from './printed-advice.ts';
import { breakApi, everywhere, isHealthy, onHost, restore, run, seeds, stop } from './steps.ts';

const whole: Advice = { says: 'make logs SERVICE=… FOLLOW=0', effect: shows(/SyntaxError/) };

/** What the verbs say of a stack and of its services. */
export const ofTheStack: readonly Situation[] = [
  {
    name: 'the stack is running',
    places: everywhere,
    ask: ['make dev'],
    advice: [
      { says: 'make health', effect: shows(/All healthy/) },
      { says: 'make logs', until: '│' },
      { says: 'make status', effect: shows(/api +healthy/) },
    ],
  },
  {
    name: 'the stack is running, and is to end',
    places: onHost,
    ask: ['make dev'],
    advice: [{ says: 'make down' }, { says: 'Stopped …. Data stays; make dev starts again.', effect: seeds }],
  },
  {
    name: 'the stack is running, and is to start again',
    places: ['dev container'],
    ask: ['make dev'],
    advice: [{ says: 'make restart', effect: isHealthy }],
  },
  {
    name: 'the health report is shown',
    places: everywhere,
    ask: ['make health'],
    advice: [{ says: 'make logs SERVICE=api', until: 'Listening' }],
  },
  {
    name: 'the stack was stopped',
    places: everywhere,
    bring: stop,
    ask: [
      'make status',
      'make health',
      'make seed',
      'make snapshots',
      'make restart SERVICE=api',
      'make logs FOLLOW=0',
    ],
    advice: [{ says: 'Start it: make dev', effect: seeds }],
  },
  {
    name: 'the log of a stopped stack is shown',
    places: ['native'],
    bring: stop,
    ask: ['make logs FOLLOW=0'],
    advice: [{ says: 'The stack is not running. Start it: make dev', effect: seeds }],
  },
  {
    name: 'all is installed',
    places: onHost,
    bring: stop,
    ask: ['make install'],
    advice: [{ says: 'Everything is installed. Start it: make dev', effect: seeds }],
  },
  {
    name: 'make down is asked for where it would end the dev container',
    places: ['dev container'],
    ask: ['make down', 'make clean YES=1'],
    advice: [{ says: 'To restart the services from here: make restart', effect: isHealthy }],
  },
  {
    name: 'the API has a mistake',
    places: everywhere,
    bring: breakApi,
    ask: ['make restart SERVICE=api', 'make status', 'make health'],
    advice: [whole, { says: 'Fix what the log reports, then: make dev', first: restore, effect: isHealthy }],
  },
  {
    name: 'the page has a mistake',
    places: onHost,
    bring: (place) => place.edit('frontend/src/main.tsx', (content) => `${content}\nconst = ;\n`),
    ask: ['make status'],
    advice: [
      {
        says: 'cannot compile src/main.tsx (status …): make logs SERVICE=frontend shows why',
        until: 'main.tsx',
      },
    ],
  },
  {
    name: 'the database does not answer',
    places: ['native'],
    bring: (place) => place.freeze('database'),
    ask: ['make seed'],
    advice: [
      { says: 'See what runs, and what is wrong with it: make status', effect: shows(/✖ The database/) },
      { says: 'Start what does not run: make restart', effect: seeds },
    ],
  },
  {
    name: 'the status shows a database that does not answer',
    places: ['native'],
    async bring(place) {
      await place.freeze('database');
      // Fails once the API knows it.
      assert.equal((await place.run('until ! make health; do sleep 0.2; done; false')).ok, false);
    },
    ask: ['make status'],
    advice: [{ says: 'Restart it: make restart SERVICE=…', effect: seeds }],
  },
  {
    name: 'a container is paused',
    places: ['compose', 'dev container'],
    bring: (place) => place.freeze('cache'),
    ask: ['make status'],
    advice: [
      { says: 'make logs SERVICE=… FOLLOW=0 shows why', effect: shows(/Ready to accept connections/) },
      { says: 'docker unpause …', effect: works('until make health; do sleep 0.2; done') },
    ],
  },
  {
    name: 'the container of the database has stopped',
    places: ['compose', 'dev container'],
    bring: (place) => place.end('database'),
    ask: ['make seed'],
    advice: [
      { says: 'Its log: make logs SERVICE=database FOLLOW=0', effect: shows(/shutting down|shut down/) },
      { says: 'Start it again: make restart SERVICE=database', effect: seeds },
    ],
  },
  {
    name: 'the doctor finds a container that does not run',
    places: ['compose', 'dev container'],
    bring: (place) => place.end('cache'),
    ask: ['make doctor'],
    advice: [
      { says: 'Restart them: make restart. See why: make logs', command: 'make logs', until: '│' },
      { says: 'Restart them: make restart. See why: make logs', command: 'make restart', effect: isHealthy },
    ],
  },
  {
    name: 'the dev container opens while the services are not healthy',
    places: ['dev container'],
    bring: run('docker compose restart api'),
    ask: ['HEALTH_DEADLINE_SECONDS=0.01 node_modules/.stack-node packages/stack/src/opening.ts'],
    advice: [
      {
        says: 'The services are not healthy yet. `make health` shows what is wrong, `make logs` why.',
        command: 'make health',
        effect: shows(/api/),
      },
      {
        says: 'The services are not healthy yet. `make health` shows what is wrong, `make logs` why.',
        command: 'make logs',
        until: '│',
      },
    ],
  },
  {
    name: 'the supervisor was killed',
    places: ['native'],
    bring: run(
      `node_modules/.stack-node -e "process.kill(JSON.parse(fs.readFileSync('.stack/state.json')).supervisor.pid, 'SIGKILL')"`,
    ),
    ask: ['make status'],
    advice: [{ says: 'Stop them: make down', effect: works('make dev') }],
  },
];
