import type { Page } from 'playwright-core';
import { assertAccessible } from './support/axe.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { problemAnswer } from './support/fake-answer.ts';
import type { Scene } from './support/scene.ts';
import { addTask, row, tick } from './support/tasks-page.ts';

interface View {
  readonly name: string;
  readonly path: string;
  /** Before the page is opened. */
  readonly prepare?: (scene: Scene) => void;
  /** After it was opened: brings it into the state and waits for it. */
  readonly reach: (page: Page, scene: Scene) => Promise<void>;
}

const away = () => problemAnswer(503, 'unavailable', 'The database cannot be reached', { detail: 'Wait for it.' });

const views: readonly View[] = [
  {
    name: 'health, all healthy',
    path: '/',
    reach: (page) => page.getByText('Every service answers.').waitFor(),
  },
  {
    name: 'health, broken, with its changes unfolded',
    path: '/',
    prepare: ({ api }) => {
      api.health.fail('database', 'timeout');
      api.health.fail('cache', 'refused');
    },
    reach: async (page) => {
      await page.getByText('cannot work without it').waitFor();
      await page.getByText('1 change').first().click();
    },
  },
  {
    name: 'health, stale',
    path: '/',
    reach: async (page, { api }) => {
      await page.getByText('Every service answers.').waitFor();
      api.health.frozenAt = new Date(Date.now() - 10_000);
      await page.getByText('Stale report').waitFor();
    },
  },
  {
    name: 'health, lost',
    path: '/',
    reach: async (page, { gate }) => {
      await page.getByText('Every service answers.').waitFor();
      await gate.shut();
      await page.getByText('Connection to the API lost').waitFor();
    },
  },
  {
    name: 'health, details hidden',
    path: '/',
    prepare: ({ api }) => {
      api.health.redacted = true;
    },
    reach: (page) => page.getByText('Details are hidden').waitFor(),
  },
  {
    name: 'tasks, filled, one being edited and refused',
    path: '/tasks',
    prepare: ({ api }) => {
      api.tasks.fill(60);
      api.tasks.add('did', 'done');
    },
    reach: async (page) => {
      await row(page, 'did').getByRole('button', { name: 'Edit did' }).click();
      await page.getByLabel('Title', { exact: true }).fill(' ');
      await page.keyboard.press('Enter');
      await page.getByText('must not be empty').waitFor();
    },
  },
  { name: 'tasks, empty', path: '/tasks', reach: (page) => page.getByText('No tasks yet').waitFor() },
  {
    name: 'tasks, conflict and failures',
    path: '/tasks',
    prepare: ({ api }) => {
      api.tasks.add('shared');
      api.tasks.add('stuck');
    },
    reach: async (page, { api }) => {
      const shared = api.tasks.all.find(({ title }) => title === 'shared');
      await tick(page, 'shared').waitFor();
      if (shared) api.tasks.change(shared.id, { title: 'theirs' });
      await tick(page, 'shared').click();
      await page.getByRole('region', { name: 'Conflict' }).waitFor();
      api.intercept = ({ method }) => (method === 'GET' ? undefined : problemAnswer(500, 'internal-error', 'Broken'));
      await tick(page, 'stuck').click();
      await addTask(page, 'not added');
      await page.getByText('The change was not saved.').waitFor();
      await page.getByText('This task was not added.').waitFor();
    },
  },
  {
    name: 'tasks, database away',
    path: '/tasks',
    prepare: ({ api }) => {
      api.intercept = ({ url }) => (url.pathname.startsWith('/api/') ? away() : undefined);
    },
    reach: (page) => page.getByText('The tasks cannot be shown').waitFor(),
  },
  {
    name: 'page not found',
    path: '/nowhere',
    reach: (page) => page.getByRole('heading', { name: 'Page not found' }).waitFor(),
  },
];

describeInBrowser('accessibility', (scene) => {
  for (const { name, path, prepare, reach } of views) {
    it(`has nothing against ${name}, in light and dark`, async () => {
      prepare?.(scene());
      const page = await scene().visit(path);
      await reach(page, scene());
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page, `${name}, ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: null });
    });
  }
});
