import type { HealthReport } from '@zero-to-running/contract/health';
import { formatMemory } from '../model/format-memory.ts';
import { formatDuration } from '../model/format-duration.ts';
import { l10n } from '../../ui/l10n.ts';
import './system-figures.css';

const phases: Record<HealthReport['phase'], () => string> = {
  starting: () => l10n.t('Starting'),
  ready: () => l10n.t('Ready'),
  draining: () => l10n.t('Shutting down'),
};

function MemoryFigure({ used, total }: HealthReport['system']['memory']) {
  const share = Math.min(100, Math.round((used / total) * 100));
  return (
    <>
      {l10n.t('{0} of {1}', formatMemory(used), formatMemory(total))}
      <span className="ztr-meter" aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </span>
    </>
  );
}

/** Figures of the API's process: phase, version, uptime, memory. */
export function SystemFigures({ report }: { readonly report: HealthReport }) {
  const { phase, version, system } = report;
  return (
    <dl className="ztr-system">
      <div>
        <dt>{l10n.t('Phase')}</dt>
        <dd>{phases[phase]()}</dd>
      </div>
      <div>
        <dt>{l10n.t('Version')}</dt>
        <dd>{version}</dd>
      </div>
      <div>
        <dt>{l10n.t('Uptime')}</dt>
        <dd>{formatDuration(system.uptime * 1000)}</dd>
      </div>
      <div>
        <dt>{l10n.t('Memory')}</dt>
        <dd>
          <MemoryFigure {...system.memory} />
        </dd>
      </div>
      <div>
        <dt>{l10n.t('Platform')}</dt>
        <dd>{system.platform}</dd>
      </div>
    </dl>
  );
}
