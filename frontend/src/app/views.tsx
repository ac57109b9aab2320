import { useEffect, useState, type ComponentType } from 'react';
import { useErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Link, useLocation } from 'wouter';
import { Button } from '../ui/button.tsx';

declare global {
  /** Loads the page again, once in a while, and says whether it does so: public/reload.js. */
  var reloadOnce: (() => boolean) | undefined;
}

/** Fetches the code of a view. */
export type LoadView = () => Promise<ComponentType>;

const loaded = new WeakMap<LoadView, ComponentType>();

interface LateViewProps {
  readonly load: LoadView;
  /** What is shown meanwhile. */
  readonly words: string;
}

/**
 * A view whose code is fetched when it is first needed. React's `lazy` does the same, but holds the view back for 300 ms
 * once it has shown that it waits.
 */
export function LateView({ load, words }: LateViewProps) {
  const [View, setView] = useState(() => loaded.get(load) ?? null);
  const { showBoundary } = useErrorBoundary();
  useEffect(() => {
    if (loaded.has(load)) return undefined;
    let isLeft = false;
    const fetchView = async () => {
      const view = await load();
      loaded.set(load, view);
      if (!isLeft) setView(() => view);
    };
    fetchView().catch((error: unknown) => {
      if (!isLeft && !globalThis.reloadOnce?.()) showBoundary(error);
    });
    return () => {
      isLeft = true;
    };
  }, [load, showBoundary]);
  return View ? <View /> : <p className="text-muted">{words}</p>;
}

/** What is shown in place of what could not be drawn. */
export function CrashScreen({ error }: Pick<FallbackProps, 'error'>) {
  return (
    <section className="mx-auto grid max-w-xl gap-4 px-4 py-12" role="alert">
      <h1 className="text-xl font-semibold">This view has crashed</h1>
      <p>No data was lost. Reload the page; if this happens again, see the browser’s console.</p>
      <pre className="max-h-48 overflow-auto rounded-lg bg-sunken p-3 font-mono text-sm whitespace-pre-wrap">
        {error instanceof Error ? error.message : String(error)}
      </pre>
      <div>
        <Button look="primary" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </div>
    </section>
  );
}

/** What is shown under an address that has no view. */
export function NotFound() {
  const [location] = useLocation();
  return (
    <section className="grid gap-3 py-12">
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="wrap-anywhere">
        There is nothing under <code className="font-mono">{location}</code>.
      </p>
      <p>
        <Link href="/" className="text-accent underline underline-offset-4">
          Go to the health view
        </Link>
      </p>
    </section>
  );
}
