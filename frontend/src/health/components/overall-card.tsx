import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { useId } from 'react';
import type { DisplayedHealth } from '../model/displayed-health.ts';
import { overallSentence } from '../model/overall-sentence.ts';
import { overallWord } from '../model/status-words.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { SystemFigures } from './system-figures.tsx';
import { l10n } from '../../ui/l10n.ts';
import './card.css';
import './overall-card.css';

interface OverallCardProps {
  readonly answer: HealthAnswer;
  readonly displayed: DisplayedHealth;
}

/** The state of the whole, what it means, and the figures of the API's process. */
export function OverallCard({ answer, displayed }: OverallCardProps) {
  const titleId = useId();
  return (
    <section className="ztr-card ztr-overall" data-tone={displayed.overall} aria-labelledby={titleId}>
      <div className="ztr-overall-head">
        <StatusIcon tone={displayed.overall} size={52} />
        <div className="ztr-overall-words">
          <h2 className="ztr-overall-word" id={titleId}>
            <span className="ztr-hidden">{l10n.t('The whole system:')} </span>
            {overallWord(displayed.overall)}
          </h2>
          <p className="ztr-overall-sentence">{overallSentence(answer, displayed)}</p>
        </div>
      </div>
      {isHealthReport(answer) && (
        <div className="ztr-overall-figures">
          {displayed.overall === 'unknown' && <p className="ztr-quiet">{l10n.t('As of the last report:')}</p>}
          <SystemFigures report={answer} />
        </div>
      )}
    </section>
  );
}
