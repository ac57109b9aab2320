import type { Faker } from '@faker-js/faker';

/** Words to make titles of; so few that making them takes no time, and so many that titles seldom repeat. */
export interface Vocabulary {
  readonly people: readonly string[];
  readonly products: readonly string[];
  readonly companies: readonly string[];
  readonly features: readonly string[];
  readonly places: readonly string[];
}

const size = 500;

const words = (make: () => string) => Array.from({ length: size }, make);

export function createVocabulary(faker: Faker): Vocabulary {
  return {
    people: words(() => faker.person.fullName()),
    products: words(() => faker.commerce.productName()),
    companies: words(() => faker.company.name()),
    features: words(() => `${faker.hacker.adjective()} ${faker.hacker.noun()}`),
    places: words(() => faker.location.city()),
  };
}
