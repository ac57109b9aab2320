import { l10n } from '@zero-to-running/frontend/l10n';
import type { DashboardEnvironment } from '../../src/shared/dashboard-protocol.ts';
import { postMessage } from './vscode-api.ts';
import './environment-choice.css';

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
