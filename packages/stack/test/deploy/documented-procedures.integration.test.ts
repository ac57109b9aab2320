import assert from 'node:assert/strict';
import { areInOrder, proceduresOf, testText, verbsRunBy } from './support/procedures.ts';

const pages = ['docs/deploy.md', 'docs/aws.md', 'infra/README.md'] as const;

/** A test, or a suite, by its title. */
interface Walk {
  readonly file: string;
  readonly title: string;
}

interface Row {
  readonly page: (typeof pages)[number];
  readonly heading: string;
  readonly walks: readonly Walk[];
}

const tests = 'packages/stack/test/deploy';
const deploying = (title: string): Walk => ({ file: `${tests}/deploy.e2e.test.ts`, title });
const dayByDay = (title: string): Walk => ({ file: `${tests}/procedures.e2e.test.ts`, title });
const restoring = (title: string): Walk => ({ file: `${tests}/restore.e2e.test.ts`, title });
const real = (title: string): Walk => ({ file: 'infra/test/deployment.e2e.test.ts', title });

/** Every procedure that the pages tell, and the tests that walk it in the order told. */
const rows: readonly Row[] = [
  {
    page: 'docs/deploy.md',
    heading: 'Deploy for the first time',
    walks: [
      real('finds all done when it runs again'),
      real('is deployed from nothing: infrastructure, migration, services'),
      real('shows its health, and the token for the details'),
    ],
  },
  {
    page: 'docs/deploy.md',
    heading: 'Deploy a new release',
    walks: [
      real('plans nothing then, and finds no drift'),
      real('takes a new release without losing anything, and needs no second VPC for it'),
    ],
  },
  {
    page: 'docs/deploy.md',
    heading: 'Read health and logs',
    walks: [deploying('shows health and logs of what runs'), dayByDay('the details of its health')],
  },
  {
    page: 'docs/deploy.md',
    heading: 'Roll back',
    walks: [
      real('goes back to the release before'),
      deploying('rolls back further without its journal, by what ECS remembers'),
    ],
  },
  {
    page: 'docs/deploy.md',
    heading: 'Destroy an environment, and deploy it again',
    walks: [
      restoring('is destroyed when that is permitted first, and leaves one snapshot and no log'),
      restoring('is deployed again with its data, also where RDS has made its log anew'),
    ],
  },
  {
    page: 'docs/deploy.md',
    heading: 'Deploy from GitHub',
    walks: [real('finds all done when it runs again'), real('is looked at by make doctor')],
  },
  {
    page: 'docs/deploy.md',
    heading: 'A migration fails',
    walks: [
      deploying('leaves all as it was when a migration fails, and shows its log'),
      deploying('starts a migration once more whose task did not start, and says so when that does not help'),
    ],
  },
  {
    page: 'docs/deploy.md',
    heading: 'New tasks do not become healthy',
    walks: [deploying('says that new tasks do not become healthy, and rolls back to the last good release')],
  },
  {
    page: 'docs/deploy.md',
    heading: 'The state is locked',
    walks: [deploying('says who holds the lock of the state')],
  },
  { page: 'docs/aws.md', heading: 'Change a password', walks: [dayByDay('its passwords')] },
  { page: 'docs/aws.md', heading: 'Keep a secret', walks: [dayByDay('secrets of its own')] },
  { page: 'docs/aws.md', heading: 'Delete a secret', walks: [dayByDay('secrets of its own')] },
  { page: 'docs/aws.md', heading: 'Connect to the database', walks: [dayByDay('a way to its database')] },
  {
    page: 'docs/aws.md',
    heading: 'Destroy a protected environment',
    walks: [restoring('is destroyed when that is permitted first, and leaves one snapshot and no log')],
  },
  {
    page: 'docs/aws.md',
    heading: 'Names, accounts, regions',
    walks: [
      real('is refused where another product has the name, in whatever region, until one says that it is the same'),
    ],
  },
  {
    page: 'docs/aws.md',
    heading: 'The provider and its lock',
    walks: [
      {
        file: 'infra/test/provider.integration.test.ts',
        title: 'is locked in each root module, with the checksums of every platform',
      },
    ],
  },
  {
    page: 'docs/aws.md',
    heading: 'What only a real account can show',
    walks: [
      real('is deployed from nothing: infrastructure, migration, services'),
      {
        file: 'packages/stack/src/deploy/verify.unit.test.ts',
        title: 'is the same in docs/aws.md and after the first deployment',
      },
    ],
  },
  {
    page: 'infra/README.md',
    heading: 'Infrastructure',
    walks: [
      real('is deployed from nothing: infrastructure, migration, services'),
      real('plans nothing then, and finds no drift'),
    ],
  },
];

const keyOf = ({ page, heading }: { readonly page: string; readonly heading: string }) => `${page}: ${heading}`;

describe('procedures that the pages tell', () => {
  const told = pages.flatMap(proceduresOf);
  it('are those of the table, each once', () => {
    assert.deepEqual(rows.map(keyOf).toSorted(), told.map(keyOf).toSorted());
  });

  for (const row of rows) {
    it(`${keyOf(row)}: is walked in the order told`, () => {
      const texts = row.walks.map(({ file, title }) => {
        const text = testText(file, title);
        assert.notEqual(text, '', `${file} has no test “${title}”`);
        return text;
      });
      const { verbs = [] } = told.find((each) => keyOf(each) === keyOf(row)) ?? {};
      const run = texts.flatMap(verbsRunBy);
      assert.ok(areInOrder(verbs, run), `told: ${verbs.join(', ')}; walked: ${run.join(', ')}`);
    });
  }
});
