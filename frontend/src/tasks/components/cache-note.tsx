import type { CacheResult } from '@zero-to-running/contract/tasks';

const words: Record<CacheResult, string> = {
  hit: 'Answered from the cache',
  miss: 'Answered from the database',
  bypass: 'Answered from the database, since the cache is away',
};

/** Says where the API had the list from. */
export function CacheNote({ cache }: { readonly cache: CacheResult }) {
  return (
    <p className="flex items-center gap-2 text-sm text-muted">
      <span className="rounded border border-line px-1.5 font-mono text-xs" title={`X-Cache: ${cache}`}>
        {cache}
      </span>
      <span>{words[cache]}</span>
    </p>
  );
}
