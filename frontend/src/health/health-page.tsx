import { describeError } from '../http/describe-error.ts';
import { Button } from '../ui/button.tsx';
import { BoardPlaceholder } from './components/board-placeholder.tsx';
import { DetailBanner } from './components/detail-banner.tsx';
import { FreshnessBanner } from './components/freshness-banner.tsx';
import { HealthBoard } from './components/health-board.tsx';
import { UpdatedAgo } from './components/updated-ago.tsx';
import { useHealthFeed } from './health-feed-context.ts';
import { reportAge } from './model/freshness.ts';
import { useCurrentHealth } from './use-current-health.ts';

function reasonOf(failure: unknown): string | null {
  if (failure === null) return null;
  const { title, detail } = describeError(failure);
  return `${title}: ${detail}`;
}

/** The health of the system, live. */
export function HealthPage() {
  const feed = useHealthFeed();
  const { state, now, freshness } = useCurrentHealth();
  const { answer, link } = state;
  const ageMs = answer && reportAge(answer, now);
  const placeholder = link === 'lost' ? 'Nothing is known of the system.' : 'Connecting to the API…';
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">System health</h1>
        <UpdatedAgo link={link} freshness={freshness} timestamp={answer?.timestamp ?? null} now={now} />
      </div>
      <FreshnessBanner
        freshness={freshness}
        ageMs={ageMs}
        reason={reasonOf(state.failure)}
        retryInMs={state.retryAt && state.retryAt - state.clockOffsetMs - now}
        action={<Button onClick={feed.retry}>Try now</Button>}
      />
      {answer && <DetailBanner detail={state.detail} />}
      {answer ? (
        <HealthBoard answer={answer} history={state.history} now={now} trusted={freshness === 'fresh'} />
      ) : (
        <BoardPlaceholder words={placeholder} />
      )}
    </div>
  );
}
