import type { View } from './view.ts';

/** The states of the health view. */
export const healthViews: readonly View[] = [
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
    name: 'health, connecting',
    path: '/',
    prepare: ({ api }) => {
      api.health.stream = 'silent';
    },
    reach: (page) => page.getByText('Connecting to the API…').waitFor(),
  },
  {
    name: 'health, degraded, after other changes',
    path: '/',
    prepare: ({ api }) => {
      api.health.fail('cache', 'timeout');
      api.health.heal('cache');
      api.health.fail('cache', 'refused');
    },
    reach: async (page) => {
      await page.getByText('keeps working without it').waitFor();
      await page.getByText('3 changes').click();
    },
  },
];
