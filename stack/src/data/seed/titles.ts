import type { Faker } from '@faker-js/faker';
import type { Vocabulary } from './vocabulary.ts';

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
export function makeTitle(faker: Faker, words: Vocabulary): string {
  const pick: Pick = (list) => faker.helpers.arrayElement(list);
  return faker.helpers.arrayElement(templates)(pick, words);
}
