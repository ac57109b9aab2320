import { BoardPlaceholder } from '@zero-to-running/frontend/health/board-placeholder';
import { Dashboard } from './dashboard.tsx';
import { EnvironmentChoice } from './environment-choice.tsx';
import { useHostMessage } from './use-host-message.ts';

/** What the host's last message asks for. */
export function App() {
  const message = useHostMessage();
  // Another environment's dashboard is another one, with nothing to announce of the one before.
  if (message?.type === 'state') return <Dashboard key={message.state.environment.id} state={message.state} />;
  const isGone = message?.type === 'gone';
  return (
    <main className="dashboard">
      <header className="dashboard-head">
        <h1>System health</h1>
        {isGone && message.environments.length > 0 && (
          <EnvironmentChoice shown="" environments={message.environments} />
        )}
      </header>
      <BoardPlaceholder words={isGone ? 'This environment is no longer in the workspace.' : 'Connecting…'} />
    </main>
  );
}
