import { type ReactNode, useEffect, useState, useRef } from 'react';
import { Link } from 'wouter';
import { Banner } from '@zero-to-running/health/react/status';
import type { CacheResult } from '@app/contract/tasks';
import { describeError } from '../../lib/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { useOutage } from './outage-banner.tsx';
import { taskFilters, type TaskFilter } from './titles.ts';

/** Stands where the list would, and says why there is none. */
export function ListState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <section className="grid justify-items-center gap-3 rounded-xl border border-dashed border-line-strong px-4 py-12 text-center wrap-anywhere">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}

interface ListFailureProps {
  readonly error: Error;
  /** Whether an attempt is being made. */
  readonly isTrying: boolean;
  readonly onRetry: () => void;
  /** What follows from it for what is shown. */
  readonly consequence: string;
}

/** Says why the list could not be fetched, and where to look. */
export function ListFailure({ error, isTrying, onRetry, consequence }: ListFailureProps) {
  const { title, detail, id } = describeError(error);
  return (
    <Banner
      tone="error"
      title={title}
      action={
        <Button aria-disabled={isTrying} onClick={onRetry}>
          {isTrying ? 'Trying…' : 'Try again'}
        </Button>
      }
    >
      {detail} {consequence}{' '}
      <Link href="/" className="text-accent underline underline-offset-4">
        See the system’s health
      </Link>
      {id !== null && <span className="text-muted"> (in the log: {id})</span>}
    </Banner>
  );
}

/** Milliseconds after which waiting is worth a word. */
const slowAfterMs = 2_000;

const rows = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5'];

/** The shape of a list that is still to come. */
export function ListLoading() {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="overflow-hidden rounded-xl border border-line bg-surface" aria-busy="true">
      <p className="px-4 py-3 text-sm text-muted">{isSlow ? 'Still loading…' : 'Loading tasks…'}</p>
      <div aria-hidden="true">
        {rows.map((width) => (
          <div key={width} className="border-t border-line px-4 py-4">
            <div className={`h-4 rounded bg-sunken ${width}`} />
          </div>
        ))}
      </div>
    </section>
  );
}

const cacheWords: Record<CacheResult, string> = {
  hit: 'Served from the cache',
  miss: 'Served from the database',
  bypass: 'Served from the database (cache unavailable)',
};

/** Says where the API had the list from; nothing while the health report says that it could not be had. */
export function CacheNote({ cache }: { readonly cache: CacheResult }) {
  if (useOutage()) return null;
  return (
    <p className="flex items-center gap-2 text-sm text-muted">
      <span className="rounded border border-line px-1.5 font-mono text-xs" title={`X-Cache: ${cache}`}>
        {cache}
      </span>
      <span>{cacheWords[cache]}</span>
    </p>
  );
}

interface LoadMoreProps {
  readonly loaded: number;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Why the last attempt failed. */
  readonly error: Error | null;
  readonly onLoad: () => void;
}

/** The end of what is loaded, and the way on. */
export function LoadMore({ loaded, hasMore, isLoading, error, onLoad }: LoadMoreProps) {
  const end = useRef<HTMLParagraphElement>(null);
  const hadMore = useRef(hasMore);
  useEffect(() => {
    // The button that had the focus is gone with the last page.
    if (hadMore.current && !hasMore && document.activeElement === document.body) end.current?.focus();
    hadMore.current = hasMore;
  }, [hasMore]);
  const tasks = loaded === 1 ? '1 task' : `${loaded} tasks`;
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 py-2 text-sm text-muted">
      <p ref={end} tabIndex={-1} className="outline-none">
        {hasMore ? `${tasks} shown` : `All shown: ${tasks}`}
      </p>
      {error && <p className="text-error wrap-anywhere">{describeError(error).title}. There is more to load.</p>}
      {hasMore && (
        <Button aria-disabled={isLoading} onClick={() => !isLoading && onLoad()}>
          {isLoading ? 'Loading…' : error ? 'Try again' : 'Load more'}
        </Button>
      )}
    </div>
  );
}

const filterWords: Record<TaskFilter, string> = { all: 'All', open: 'Open', done: 'Done' };

interface FilterChoiceProps {
  readonly filter: TaskFilter;
  readonly onChoose: (filter: TaskFilter) => void;
}

/** Which tasks the list shows. */
export function FilterChoice({ filter, onChoose }: FilterChoiceProps) {
  return (
    <fieldset className="flex rounded-lg border border-line bg-sunken p-0.5">
      <legend className="sr-only">Show tasks</legend>
      {taskFilters.map((each) => (
        <label
          key={each}
          className="flex min-h-8 cursor-pointer items-center rounded-md px-3 text-sm font-medium text-muted has-checked:bg-surface has-checked:text-text has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="filter"
            className="sr-only"
            checked={each === filter}
            onChange={() => onChoose(each)}
          />
          {filterWords[each]}
        </label>
      ))}
    </fieldset>
  );
}
