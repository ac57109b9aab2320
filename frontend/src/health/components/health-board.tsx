import type { HealthAnswer } from '@zero-to-running/contract/health';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import type { ReactNode } from 'react';
import { displayHealth } from '../model/displayed-health.ts';
import { serviceHistory } from '@zero-to-running/contract/extend-history';
import { OverallCard } from './overall-card.tsx';
import { ServiceCard } from './service-card.tsx';
import './health-board.css';

export interface HealthBoardProps {
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
    </div>
  );
}
