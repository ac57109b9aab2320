import { l10n } from '@zero-to-running/frontend/l10n';
import type { DashboardAction } from '../../src/shared/dashboard-protocol.ts';
import { Button } from './button.tsx';
import { postMessage } from './vscode-api.ts';

const words: Record<DashboardAction, () => string> = {
  start: () => l10n.t('Start the stack'),
  openApp: () => l10n.t('Open the app'),
  openApiDocs: () => l10n.t('API documentation'),
};

/** What one can do about the whole environment. */
export function Toolbar({ actions }: { readonly actions: readonly DashboardAction[] }) {
  return (
    <div className="toolbar">
      {actions.map((action) => (
        <Button
          key={action}
          look={action === 'start' ? 'primary' : 'secondary'}
          onClick={() => postMessage({ type: 'act', action })}
        >
          {words[action]()}
        </Button>
      ))}
    </div>
  );
}
