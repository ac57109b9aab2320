import { shows, works, type Situation } from './printed-advice.ts';
import { isHealthy, override, run, seeds, setting, stop } from './steps.ts';

/** What is said of how the stack runs, and of the machine. */
export const ofTheMachine: readonly Situation[] = [
  {
    name: 'no engine answers',
    places: ['native'],
    bring: stop,
    ask: ['make dev STACK=compose'],
    advice: [{ says: 'Or run without containers: make dev STACK=native', effect: seeds }],
  },
  {
    name: 'the stack runs natively because no engine answers',
    places: ['native'],
    bring: stop,
    ask: ['make dev'],
    advice: [{ says: 'For details, run make doctor STACK=compose', effect: shows(/✖ +Docker engine/) }],
  },
  {
    name: 'the stack runs already, in containers',
    places: ['compose'],
    ask: ['make dev STACK=native'],
    advice: [{ says: 'Stop it first: make down STACK=…', effect: works('make dev') }],
  },
  {
    name: 'there is data of the native stack too',
    places: ['compose'],
    bring: run('make down', 'make dev STACK=native', 'make down STACK=native'),
    ask: ['make dev'],
    advice: [
      {
        says: 'To use that data, run make down, then make dev STACK=native',
        command: 'make down',
        effect: shows(/Stopped/),
      },
      {
        says: 'To use that data, run make down, then make dev STACK=native',
        command: 'make dev STACK=native',
        effect: isHealthy,
      },
    ],
    tidy: (place) => place.run('make down STACK=native; make clean STACK=native YES=1'),
  },
  {
    name: 'Docker fails in a way that is not known',
    places: ['compose'],
    bring: override("mail: { image: 'not an image' }"),
    ask: ['make dev'],
    advice: [{ says: 'Find out more: make doctor', effect: shows(/Docker engine/) }],
  },
  {
    name: 'another password is in .env than the database was made with',
    places: ['compose'],
    async bring(place) {
      await place.stop();
      await setting('POSTGRES_PASSWORD', 'another')(place);
    },
    ask: ['make dev'],
    advice: [
      {
        says: 'Or set a new one on the host: make down, delete the line POSTGRES_PASSWORD from .env, make dev',
        command: 'make down',
      },
      {
        says: 'Or set a new one on the host: make down, delete the line POSTGRES_PASSWORD from .env, make dev',
        command: 'make dev',
        first: setting('POSTGRES_PASSWORD', undefined),
        effect: seeds,
      },
    ],
    tidy: (place) => place.run('make down; sed -i /^POSTGRES_PASSWORD=/d .env; make dev'),
  },
  {
    name: 'the password in .env was changed while the stack runs',
    places: ['native'],
    bring: setting('POSTGRES_PASSWORD', 'another'),
    ask: ['make seed'],
    advice: [
      {
        says: 'If the password was changed: make restart sets it natively; in containers, put the earlier one back.',
        effect: seeds,
      },
    ],
    tidy: (place) => place.run('make restart'),
  },
  {
    name: 'there is a folder in place of .env',
    places: ['native'],
    bring: run('make down', 'mv .env .env.away', 'mkdir .env'),
    ask: ['make dev'],
    advice: [
      {
        says: 'It is a folder: move it away, and `make dev` writes the file.',
        first: run('rmdir .env'),
        effect: seeds,
      },
    ],
    tidy: (place) => place.run('make down; mv .env.away .env; make dev'),
  },
  {
    name: 'there is no .env',
    places: ['native'],
    bring: run('make down', 'mv .env .env.away'),
    ask: ['make doctor'],
    advice: [{ says: 'does not exist yet; make dev writes it', effect: seeds }],
    tidy: (place) => place.run('make down; mv .env.away .env; make dev'),
  },
];
