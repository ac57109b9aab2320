import { useId, type ReactNode } from 'react';
import type { HealthAnswer, Phase, System } from '../contract/report.ts';
import { formatMemory, formatDuration } from '../words/figures.ts';
import { l10n } from '../words/l10n.ts';
import { overallTitle } from '../words/states.ts';
import { type DisplayedHealth, displayHealth } from '../client/displayed-health.ts';
import { overallSentence } from '../words/overall-sentence.ts';
import { StatusIcon } from './status.tsx';
import type { HealthHistory } from '../contract/history.ts';
import { serviceHistory } from '../client/history.ts';
import { LatencyLegend } from './latency-bar.tsx';
import { ServiceCard } from './service-card.tsx';
import './cards.css';

interface BoardPlaceholderProps {
  readonly words: string;
  /** Whether a report is on its way. */
  readonly isComing: boolean;
}

/** Stands where a report would: with the shape of one that is still to come, or alone where none is. */
export function BoardPlaceholder({ words, isComing }: BoardPlaceholderProps) {
  return (
    <div className="ztr-board">
      <div className="ztr-card ztr-placeholder-overall">
        {!isComing && <StatusIcon tone="unknown" size={28} />}
        <p>{words}</p>
      </div>
      {isComing && (
        <div className="ztr-services" aria-hidden="true">
          <div className="ztr-card ztr-placeholder" />
          <div className="ztr-card ztr-placeholder" />
          <div className="ztr-card ztr-placeholder" />
          <div className="ztr-card ztr-placeholder" />
        </div>
      )}
    </div>
  );
}

const phases: Record<Phase, () => string> = {
  starting: () => l10n.t('Starting'),
  ready: () => l10n.t('Ready'),
  draining: () => l10n.t('Shutting down'),
};

function MemoryFigure({ used, total }: System['memory']) {
  const share = Math.min(100, (used / total) * 100);
  return (
    <>
      {l10n.t('{0} of {1}', formatMemory(used), formatMemory(total))}
      <span className="ztr-meter" aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </span>
    </>
  );
}

/** Figures of the API's process, those that it tells: phase, version, uptime, memory. */
function figuresOf({ phase, version, system }: HealthAnswer): readonly (readonly [string, ReactNode])[] {
  return [
    ...(phase ? [[l10n.t('Phase'), phases[phase]()] as const] : []),
    ...(version === undefined ? [] : [[l10n.t('Version'), version] as const]),
    ...(system
      ? [
          [l10n.t('Uptime'), formatDuration(system.uptime * 1000)] as const,
          [l10n.t('Memory'), <MemoryFigure key="memory" {...system.memory} />] as const,
          [l10n.t('Platform'), system.platform] as const,
        ]
      : []),
  ];
}

interface OverallCardProps {
  readonly answer: HealthAnswer;
  readonly displayed: DisplayedHealth;
}

/** The state of the whole, what it means, and the figures of the API's process. */
function OverallCard({ answer, displayed }: OverallCardProps) {
  const titleId = useId();
  const figures = figuresOf(answer);
  return (
    <section className="ztr-card ztr-overall" data-tone={displayed.overall} aria-labelledby={titleId}>
      <div className="ztr-overall-head">
        <StatusIcon tone={displayed.overall} size={52} />
        <div className="ztr-overall-words">
          <h2 className="ztr-overall-word" id={titleId}>
            <span className="ztr-hidden">{l10n.t('The whole system:')} </span>
            {overallTitle(displayed.overall)}
          </h2>
          <p className="ztr-overall-sentence">{overallSentence(answer, displayed)}</p>
        </div>
      </div>
      {figures.length > 0 && (
        <div className="ztr-overall-figures">
          {displayed.overall === 'unknown' && <p className="ztr-quiet">{l10n.t('As of the last report:')}</p>}
          <dl className="ztr-system">
            {figures.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </section>
  );
}

interface HealthBoardProps {
  readonly answer: HealthAnswer;
  readonly history: HealthHistory;
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  /** Whether the answer is fresh. One that is not is shown as unknown, with what was known last. */
  readonly trusted: boolean;
  /** Services that are known even then, as they are asked from elsewhere. */
  readonly probed?: ReadonlySet<string>;
  /** What one can do about the service of that key, where the board is shown. */
  readonly renderActions?: (service: string) => ReactNode;
}

/** The whole report: a card for the system and one for each service. Needs theme.css or variables of the same names. */
export function HealthBoard({ answer, history, now, trusted, probed, renderActions }: HealthBoardProps) {
  const displayed = displayHealth(answer, trusted, probed);
  return (
    <div className="ztr-board">
      <OverallCard answer={answer} displayed={displayed} />
      <div className="ztr-services">
        {displayed.services.map((service) => (
          <ServiceCard
            key={service.key}
            service={service}
            past={serviceHistory(history, service.key)}
            now={now}
            actions={renderActions?.(service.key)}
          />
        ))}
      </div>
      {displayed.services.some(({ details }) => details) && <LatencyLegend />}
    </div>
  );
}
