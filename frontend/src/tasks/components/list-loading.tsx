import { useEffect, useState } from 'react';

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
      <p className="px-4 py-3 text-sm text-muted">
        {isSlow ? 'Still loading: the API takes its time…' : 'Loading tasks…'}
      </p>
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
