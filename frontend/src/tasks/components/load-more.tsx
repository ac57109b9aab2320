import { useEffect, useRef } from 'react';
import { describeError } from '../../http/describe-error.ts';
import { Button } from '../../ui/button.tsx';

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
