import { Faker, en } from '@faker-js/faker';
import type { TaskState } from '@zero-to-running/contract/tasks';
import { makeTitle } from './titles.ts';
import { createVocabulary } from './vocabulary.ts';

/** A task as it is inserted. */
export interface SeedTask {
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
