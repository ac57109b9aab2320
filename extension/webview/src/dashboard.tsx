import { BoardPlaceholder } from '@zero-to-running/frontend/health/board-placeholder';
import { DetailBanner } from '@zero-to-running/frontend/health/detail-banner';
import { FreshnessBanner } from '@zero-to-running/frontend/health/freshness-banner';
import { HealthBoard } from '@zero-to-running/frontend/health/health-board';
import { reportAge } from '@zero-to-running/frontend/health/model/freshness';
import { useFlipAnnouncements } from '@zero-to-running/frontend/health/use-flip-announcements';
import { UpdatedAgo } from '@zero-to-running/frontend/health/updated-ago';
import { l10n } from '@zero-to-running/frontend/l10n';
import type { DashboardState } from '../../src/shared/dashboard-protocol.ts';
import { Button } from './button.tsx';
import { EnvironmentChoice } from './environment-choice.tsx';
import { ServiceActions } from './service-actions.tsx';
import { GuessBanner, NoteBanner, NotRunningBanner } from './notices.tsx';
import { Toolbar } from './toolbar.tsx';
import { useCurrentHealth, type CurrentHealth } from './use-current-health.ts';
import { useKeptView } from './use-kept-view.ts';
import { postMessage } from './vscode-api.ts';

function FlipAnnouncements(current: CurrentHealth) {
  useFlipAnnouncements(current);
  return null;
}

/**
 * The health of one environment, live. What shows it is made anew for another one, of which nothing is to be announced
 * as a change; the choice between them is not, and keeps the focus.
 */
export function Dashboard({ state }: { readonly state: DashboardState }) {
  const { environment, environments, link, answer, detail, history, actions, serviceActions } = state;
  const current = useCurrentHealth(state);
  const { now, freshness, probed } = current;
  useKeptView(answer !== null, Object.keys(history.services));
  const placeholder = link === 'lost' ? l10n.t('Nothing is known of the system.') : l10n.t('Connecting to the API…');
  return (
    <main className="dashboard">
      <FlipAnnouncements key={environment.id} {...current} />
      <header className="dashboard-head">
        <h1>{l10n.t('System health')}</h1>
        <EnvironmentChoice shown={environment.id} environments={environments} />
        <UpdatedAgo link={link} freshness={freshness} timestamp={answer?.timestamp ?? null} now={now} />
        <Toolbar actions={actions} />
      </header>
      {state.notRunning ? (
        <NotRunningBanner state={state} />
      ) : (
        <FreshnessBanner
          freshness={freshness}
          ageMs={answer && reportAge(answer, now)}
          reason={state.failure}
          retryInMs={state.retryAt && state.retryAt - state.clockOffsetMs - now}
          action={<Button onClick={() => postMessage({ type: 'retry' })}>{l10n.t('Try now')}</Button>}
        />
      )}
      {state.guess && <GuessBanner guess={state.guess} />}
      {state.notes.map((note) => (
        <NoteBanner key={note} note={note} />
      ))}
      {answer && <DetailBanner detail={detail} />}
      {answer ? (
        <HealthBoard
          key={environment.id}
          answer={answer}
          history={history}
          now={now}
          trusted={freshness === 'fresh'}
          probed={probed}
          renderActions={(service) => <ServiceActions service={service} actions={serviceActions[service] ?? []} />}
        />
      ) : (
        !state.notRunning && <BoardPlaceholder words={placeholder} />
      )}
    </main>
  );
}
