import { useEffect, useRef } from 'react';
import { describeError } from '../http/describe-error.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { useOpenChanges } from './api/open-changes.ts';
import { useOpenCreations } from './api/open-creations.ts';
import { TaskConflict } from './api/task-conflict.ts';

function sentence(title: string, error: Error): string {
  if (error instanceof TaskConflict) return `Conflict: somebody else changed “${title}” meanwhile.`;
  return `“${title}” was not saved: ${describeError(error).title}.`;
}

/** Tells a screen reader of each change that failed, once, wherever on the page it is shown. */
export function useFailureAnnouncements(): void {
  const announce = useAnnounce();
  const changes = useOpenChanges();
  const creations = useOpenCreations();
  const told = useRef(new WeakSet<Error>());
  useEffect(() => {
    const failed = [
      ...[...changes.values()].map(({ change, error }) => ({ title: change.base.title, error })),
      ...creations.map(({ task, error }) => ({ title: task.title, error })),
    ];
    for (const { title, error } of failed) {
      if (!error || told.current.has(error)) continue;
      told.current.add(error);
      announce(sentence(title, error));
    }
  }, [announce, changes, creations]);
}
