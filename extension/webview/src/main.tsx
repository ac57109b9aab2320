import { Announcer } from '@zero-to-running/frontend/ui/announcer';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import '@zero-to-running/frontend/theme.css';
import './editor-theme.css';
import './dashboard.css';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <Announcer>
      <App />
    </Announcer>
  </StrictMode>,
);
