import '@zero-to-running/health/react/theme.css';
import './editor-theme.css';
import './dashboard.css';
import { BoardPlaceholder } from '@zero-to-running/health/react/health-board';
import { l10n } from '@zero-to-running/health/words/l10n';
import { Dashboard } from './dashboard.tsx';
import { EnvironmentChoice } from './toolbar.tsx';
import { useHostMessage } from './host.ts';
import { Announcer } from '@zero-to-running/health/react/announcer';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/** What the host's last message asks for; nothing before the first, with which the language comes. */
function App() {
  const message = useHostMessage();
  if (!message) return null;
  if (message.type === 'state') return <Dashboard state={message.state} />;
  return (
    <main className="dashboard">
      <header className="dashboard-head">
        <h1>{l10n.t('System health')}</h1>
        {message.environments.length > 0 && <EnvironmentChoice shown="" environments={message.environments} />}
      </header>
      <BoardPlaceholder words={l10n.t('This environment is no longer in the workspace.')} isComing={false} />
    </main>
  );
}

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <Announcer>
      <App />
    </Announcer>
  </StrictMode>,
);
