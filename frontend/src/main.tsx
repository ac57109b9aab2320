import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { createHealthFeed } from './health/api/health-feed.ts';
import { openHealthStream } from './health/api/open-health-stream.ts';
import './app/styles.css';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no element with the id "root"');

// The stream needs no HTTP client, so the page is drawn before that has been loaded.
const loadFetchers = () => import('./health/api/fetch-health.ts');

const feed = createHealthFeed({
  openStream: openHealthStream,
  fetchReport: async (signal) => (await loadFetchers()).fetchReport(signal),
  fetchHistory: async (signal) => (await loadFetchers()).fetchHistory(signal),
});

createRoot(root).render(
  <StrictMode>
    <App feed={feed} />
  </StrictMode>,
);
