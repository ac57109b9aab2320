import { healthViews } from './health-views.ts';
import { taskViews } from './task-views.ts';
import type { View } from './view.ts';

const notFound: View = {
  name: 'page not found',
  path: '/nowhere',
  reach: (page) => page.getByRole('heading', { name: 'Page not found' }).waitFor(),
};

/** Every state worth looking at. */
export const views: readonly View[] = [...healthViews, ...taskViews, notFound];
