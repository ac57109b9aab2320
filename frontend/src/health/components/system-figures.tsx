import type { HealthReport } from '@zero-to-running/contract/health';
import { formatMemory } from '../model/format-memory.ts';
import { formatDuration } from '../model/format-duration.ts';
import './system-figures.css';

const phases: Record<HealthReport['phase'], string> = {
  starting: 'Starting',
  ready: 'Ready',
  draining: 'Shutting down',
};

function MemoryFigure({ used, total }: HealthReport['system']['memory']) {
  const share = Math.min(100, Math.round((used / total) * 100));
  return (
    <>
      {formatMemory(used)} of {formatMemory(total)}
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
        <dt>Phase</dt>
        <dd>{phases[phase]}</dd>
      </div>
      <div>
        <dt>Version</dt>
        <dd>{version}</dd>
      </div>
      <div>
        <dt>Uptime</dt>
        <dd>{formatDuration(system.uptime * 1000)}</dd>
      </div>
      <div>
        <dt>Memory</dt>
        <dd>
          <MemoryFigure {...system.memory} />
        </dd>
      </div>
      <div>
        <dt>Platform</dt>
        <dd>{system.platform}</dd>
      </div>
    </dl>
  );
}
