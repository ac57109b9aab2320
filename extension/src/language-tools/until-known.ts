import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import type { EnvironmentStore } from '../store/environment-store.ts';

const deadlineMs = 6_000;

const isKnown = ({ fresh, failure }: EnvironmentSnapshot) => fresh || failure !== undefined;

/** Looks at an environment until it is known how it is, or that it cannot be; what is known by then, it gives back. */
export async function untilKnown(store: EnvironmentStore, signal: AbortSignal): Promise<EnvironmentSnapshot> {
  const watch = store.watch('view');
  try {
    await new Promise<void>((resolve) => {
      const changes = store.onDidChange((snapshot) => {
        if (isKnown(snapshot)) finish();
      });
      const timer = setTimeout(() => finish(), deadlineMs);
      const finish = () => {
        changes.dispose();
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      signal.addEventListener('abort', finish, { once: true });
      if (signal.aborted || isKnown(store.snapshot)) finish();
    });
    return store.snapshot;
  } finally {
    watch.dispose();
  }
}
