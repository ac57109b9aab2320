import './service-actions.css';
import { healthStaleAfterMs } from '@zero-to-running/health/contract/protocol';
import { displayHealth, type DisplayedHealth } from '@zero-to-running/health/client/displayed-health';
import { freshnessOf, type Freshness, reportAge } from '@zero-to-running/health/client/freshness';
import { useNow, DetailBanner, FreshnessBanner, UpdatedAgo } from '@zero-to-running/health/react/connection';
import type { DashboardState, ServiceAction } from '../../src/shared/dashboard-protocol.ts';
import { l10n } from '@zero-to-running/health/words/l10n';
import { serviceName } from '@zero-to-running/health/words/states';
import { Button, EnvironmentChoice, Toolbar } from './toolbar.tsx';
import { postMessage, useKeptView } from './host.ts';
import { BoardPlaceholder, HealthBoard } from '@zero-to-running/health/react/health-board';
import { useFlipAnnouncements } from '@zero-to-running/health/react/announcer';
import { GuessBanner, NoteBanner, NotRunningBanner } from './notices.tsx';

/** What may be shown of the state at this moment. */
interface CurrentHealth {
  /** Milliseconds since the epoch, by the API's clock. */
  readonly now: number;
  readonly freshness: Freshness;
  /** Services that are known whether the report is fresh or not. */
  readonly probed: ReadonlySet<string>;
  readonly displayed: DisplayedHealth | null;
}

/** Judges the age of the report each second, so that nothing stays green when the host falls silent too. */
function useCurrentHealth(state: DashboardState): CurrentHealth {
  const { answer, probed, link, clockOffsetMs, answerDueBy } = state;
  // A report may be newer than the last tick.
  const now = Math.max(useNow() - clockOffsetMs, answer ? Date.parse(answer.timestamp) : 0);
  // What is allowed to be slow is not stale.
  const isWaitedFor = answerDueBy !== null && now + clockOffsetMs <= answerDueBy;
  const freshness = freshnessOf(answer, link, isWaitedFor && answer ? Date.parse(answer.timestamp) : now);
  const known = new Set(
    Object.keys(probed).filter((name) => now - Date.parse(probed[name] ?? '') <= healthStaleAfterMs),
  );
  return { now, freshness, probed: known, displayed: answer && displayHealth(answer, freshness === 'fresh', known) };
}

const words: Record<ServiceAction, () => string> = {
  showLogs: () => l10n.t('Show logs'),
  restart: () => l10n.t('Restart'),
};

interface ServiceActionsProps {
  readonly service: string;
  readonly actions: readonly ServiceAction[];
}

/** What one can do about one service. */
function ServiceActions({ service, actions }: ServiceActionsProps) {
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
  const foldable = Object.keys(history.services).filter((name) => history.services[name]?.changes.length);
  useKeptView(answer !== null, foldable);
  const placeholder = link === 'lost' ? l10n.t('System status is unknown.') : l10n.t('Connecting to the API…');
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
      {answer && <DetailBanner detail={detail} misfit={null} />}
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
        !state.notRunning && <BoardPlaceholder words={placeholder} isComing={link !== 'lost'} />
      )}
    </main>
  );
}
