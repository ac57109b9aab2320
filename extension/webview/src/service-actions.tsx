import { l10n } from '@zero-to-running/frontend/l10n';
import { serviceName } from '@zero-to-running/frontend/health/model/service-names';
import type { ServiceAction } from '../../src/shared/dashboard-protocol.ts';
import { Button } from './button.tsx';
import { postMessage } from './vscode-api.ts';
import './service-actions.css';

const words: Record<ServiceAction, () => string> = {
  showLogs: () => l10n.t('Show logs'),
  restart: () => l10n.t('Restart'),
};

interface ServiceActionsProps {
  readonly service: string;
  readonly actions: readonly ServiceAction[];
}

/** What one can do about one service. */
export function ServiceActions({ service, actions }: ServiceActionsProps) {
  if (actions.length === 0) return null;
  return (
    <div className="service-actions">
      {actions.map((action) => (
        <Button
          key={action}
          aria-label={l10n.t('{0}: {1}', words[action](), serviceName(service))}
          onClick={() => postMessage({ type: 'actOnService', action, service })}
        >
          {words[action]()}
        </Button>
      ))}
    </div>
  );
}
