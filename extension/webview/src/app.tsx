import { BoardPlaceholder } from '@zero-to-running/frontend/health/board-placeholder';
import { l10n } from '@zero-to-running/frontend/l10n';
import { Dashboard } from './dashboard.tsx';
import { EnvironmentChoice } from './environment-choice.tsx';
import { useHostMessage } from './use-host-message.ts';

/** What the host's last message asks for; nothing before the first, with which the language comes. */
export function App() {
  const message = useHostMessage();
  if (!message) return null;
  if (message.type === 'state') return <Dashboard state={message.state} />;
  return (
    <main className="dashboard">
      <header className="dashboard-head">
        <h1>{l10n.t('System health')}</h1>
        {message.environments.length > 0 && <EnvironmentChoice shown="" environments={message.environments} />}
      </header>
      <BoardPlaceholder words={l10n.t('This environment is no longer in the workspace.')} />
    </main>
  );
}
