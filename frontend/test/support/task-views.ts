import { problemAnswer } from './fake-answer.ts';
import { addTask, row, tick } from './tasks-page.ts';
import type { View } from './view.ts';

const away = () => problemAnswer(503, 'unavailable', 'The database cannot be reached', { detail: 'Wait for it.' });

/** The states of the tasks view. */
export const taskViews: readonly View[] = [
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
    name: 'tasks, loading',
    path: '/tasks',
    prepare: ({ api }) => {
      api.delayMs = 5_000;
    },
    reach: (page) => page.getByText('Loading tasks…').waitFor(),
  },
];
