import { BoardPlaceholder, HealthBoard } from '@zero-to-running/health/react/health-board';
import { DetailBanner, FreshnessBanner, UpdatedAgo } from '@zero-to-running/health/react/connection';
import { reportAge } from '@zero-to-running/health/client/freshness';
import { Button } from '../../ui/button.tsx';
import { Endpoints } from './endpoints.tsx';
import { useHealthFeed, useCurrentHealth } from './use-health.ts';

/** The health of the system, live. */
export function HealthPage() {
  const feed = useHealthFeed();
  const { state, retryInMs, now, freshness, answer, probed } = useCurrentHealth();
  const { link } = state;
  const isLocal = answer?.stack !== undefined;
  const ageMs = answer && reportAge(answer, now);
  const placeholder = link === 'lost' ? 'System status is unknown.' : 'Connecting to the API…';
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">System health</h1>
        <UpdatedAgo link={link} freshness={freshness} timestamp={answer?.timestamp ?? null} now={now} />
      </div>
      <FreshnessBanner
        freshness={freshness}
        ageMs={ageMs}
        reason={state.failure}
        retryInMs={retryInMs}
        action={<Button onClick={feed.retry}>Try now</Button>}
      />
      {answer && <DetailBanner detail={state.detail} misfit={state.misfit} />}
      {answer ? (
        <HealthBoard
          answer={answer}
          history={state.history}
          now={now}
          trusted={freshness === 'fresh'}
          probed={probed}
          renderActions={(service) => <Endpoints service={service} isLocal={isLocal} />}
        />
      ) : (
        <BoardPlaceholder words={placeholder} isComing={link !== 'lost'} />
      )}
    </div>
  );
}
