import { useEffect, useState, type ComponentType } from 'react';
import { useErrorBoundary } from 'react-error-boundary';

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
      if (!isLeft) showBoundary(error);
    });
    return () => {
      isLeft = true;
    };
  }, [load, showBoundary]);
  return View ? <View /> : <p className="text-muted">{words}</p>;
}
