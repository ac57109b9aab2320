import { Faker, en } from '@faker-js/faker';
import type { TaskState } from '@app/contract/tasks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { connect } from './connection.ts';
import { transaction } from './databases.ts';
import type { DatabaseTarget } from './data-session.ts';

/** Words to make titles of; so few that making them takes no time, and so many that titles seldom repeat. */
interface Vocabulary {
  readonly people: readonly string[];
  readonly products: readonly string[];
  readonly companies: readonly string[];
  readonly features: readonly string[];
  readonly places: readonly string[];
}

const size = 500;

const several = (make: () => string) => Array.from({ length: size }, make);

function createVocabulary(faker: Faker): Vocabulary {
  return {
    people: several(() => faker.person.fullName()),
    products: several(() => faker.commerce.productName()),
    companies: several(() => faker.company.name()),
    features: several(() => `${faker.hacker.adjective()} ${faker.hacker.noun()}`),
    places: several(() => faker.location.city()),
  };
}

type Pick = (words: readonly string[]) => string;

const templates: readonly ((pick: Pick, words: Vocabulary) => string)[] = [
  (pick, { people, companies }) => `Call ${pick(people)} of ${pick(companies)} back`,
  (pick, { people, products }) => `Send ${pick(people)} the offer for the ${pick(products)}`,
  (pick, { features }) => `Find out why the ${pick(features)} is slow`,
  (pick, { features, people }) => `Review ${pick(people)}'s change to the ${pick(features)}`,
  (pick, { companies }) => `Renew the contract with ${pick(companies)}`,
  (pick, { places, people }) => `Book a train to ${pick(places)} for ${pick(people)}`,
  (pick, { products }) => `Take new photographs of the ${pick(products)}`,
  (pick, { features, companies }) => `Show the ${pick(features)} to ${pick(companies)}`,
  (pick, { products, companies }) => `Order 20 × ${pick(products)} from ${pick(companies)}`,
  (pick, { features }) => `Write a test for the ${pick(features)}`,
  (pick, { people, places }) => `Prepare the workshop with ${pick(people)} in ${pick(places)}`,
  (pick, { companies, people }) => `Check the invoice of ${pick(companies)}, then ask ${pick(people)} to pay it`,
];

/** A title that somebody could have typed. */
function makeTitle(faker: Faker, words: Vocabulary): string {
  const pick: Pick = (list) => faker.helpers.arrayElement(list);
  return faker.helpers.arrayElement(templates)(pick, words);
}

/** A task as it is inserted. */
interface SeedTask {
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const seed = 2_026;
const firstAt = Date.UTC(2025, 0, 2, 8);
const minuteMs = 60_000;

/** The first thousand are spread over months, as a person looks at them; the mass only has to end in the past. */
function pauseMs(faker: Faker, index: number): number {
  return index < 1_000 ? faker.number.int({ min: minuteMs, max: 240 * minuteMs }) : faker.number.int(minuteMs / 2);
}

/**
 * Makes tasks, oldest first: always the same ones, so that those of a smaller count are the first of a larger one.
 * @param count how many
 */
export function* makeTasks(count: number): Generator<SeedTask> {
  const faker = new Faker({ locale: en, seed });
  const words = createVocabulary(faker);
  let at = firstAt;
  for (let index = 0; index < count; index += 1) {
    at += pauseMs(faker, index);
    const isDone = faker.number.int(9) < 6;
    const workedMs = isDone ? faker.number.int({ min: minuteMs, max: 2_000 * minuteMs }) : 0;
    yield {
      id: faker.string.uuid(),
      title: makeTitle(faker, words),
      state: isDone ? 'done' : 'open',
      version: isDone ? 2 : 1,
      createdAt: new Date(at),
      updatedAt: new Date(at + workedMs),
    };
  }
}

const columns = 'id, title, state, version, created_at, updated_at';

// With numbers, so that they are inserted in the order in which they were made.
const createTable = `
  CREATE TEMPORARY TABLE seed ON COMMIT DROP AS SELECT ${columns} FROM tasks WHERE false;
  ALTER TABLE seed ADD number bigint GENERATED ALWAYS AS IDENTITY`;

/** Lines that are sent together. */
const batch = 1_000;

const escape = (text: string) => text.replaceAll(/[\\\t\n\r]/g, (character) => `\\${character}`);

function toLine({ id, title, state, version, createdAt, updatedAt }: SeedTask): string {
  return `${id}\t${escape(title)}\t${state}\t${version}\t${createdAt.toISOString()}\t${updatedAt.toISOString()}\n`;
}

function* toChunks(tasks: Iterable<SeedTask>): Generator<string> {
  let lines: string[] = [];
  for (const task of tasks) {
    lines.push(toLine(task));
    if (lines.length < batch) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/**
 * Adds example tasks that are not there yet, all or none.
 * @param scale how many there are to be
 * @returns how many were added
 */
export async function seedDatabase(target: DatabaseTarget, database: string, scale: number): Promise<number> {
  const client = await connect(target, database, 'zero-to-running seed');
  try {
    return await transaction(client, async () => {
      await client.query(createTable);
      const copy = client.query(copyFrom(`COPY seed (${columns}) FROM STDIN`));
      await pipeline(Readable.from(toChunks(makeTasks(scale))), copy);
      const { rowCount } = await client.query(
        `INSERT INTO tasks (${columns}) SELECT ${columns} FROM seed ORDER BY number ON CONFLICT (id) DO NOTHING`,
      );
      return rowCount ?? 0;
    });
  } finally {
    await client.end();
  }
}
