import './button.css';
import './environment-choice.css';
import type { ComponentProps } from 'react';
import { l10n } from '@zero-to-running/health/words/l10n';
import type { DashboardAction, DashboardEnvironment } from '../../src/shared/dashboard-protocol.ts';
import { postMessage } from './host.ts';

/** A button as VS Code draws them. */
export function Button({ look = 'secondary', ...rest }: ComponentProps<'button'> & { look?: 'primary' | 'secondary' }) {
  return <button type="button" className="button" data-look={look} {...rest} />;
}

interface EnvironmentChoiceProps {
  /** The id of the one that is shown; empty while there is none. */
  readonly shown: string;
  readonly environments: readonly DashboardEnvironment[];
}

/** Which environment the dashboard shows; its name alone where there is no other. */
export function EnvironmentChoice({ shown, environments }: EnvironmentChoiceProps) {
  const only = environments.length === 1 ? environments[0] : undefined;
  if (only && only.id === shown) return <span className="environment">{only.name}</span>;
  return (
    <select
      className="environment"
      aria-label={l10n.t('Environment')}
      value={shown}
      onChange={({ target }) => postMessage({ type: 'selectEnvironment', environment: target.value })}
    >
      {shown === '' && (
        <option value="" disabled>
          {l10n.t('Choose…')}
        </option>
      )}
      {environments.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

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
