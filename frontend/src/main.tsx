import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connectTo, createHealthFeed } from './features/health/health-feed.ts';
import { shareConnection } from './features/health/shared-connection.ts';
import './app/styles.css';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no element with the id "root"');

const feed = createHealthFeed(shareConnection(connectTo(location.origin)));

createRoot(root).render(
  <StrictMode>
    <App feed={feed} />
  </StrictMode>,
);
