import { useEffect, type RefObject, useRef } from 'react';
import { useAnnounce } from '@zero-to-running/health/react/announcer';
import { describeError } from '../../lib/api-error.ts';
import { useOpenChanges, TaskConflict } from './change-task.ts';
import { useOpenCreations } from './create-task.ts';

/**
 * Keeps the focus in a list when the control that had it goes away, with its row or without: it moves to the first
 * control of the row that is now in that place. Otherwise a keyboard would have to begin at the top of the page.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    let focused: { control: Element; index: number } | null = null;
    const remember = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest('li') : null;
      focused =
        target instanceof Element && row ? { control: target, index: [...element.children].indexOf(row) } : null;
    };
    const keep = () => {
      if (!focused || focused.control.isConnected || document.activeElement !== document.body) return;
      const row = element.children[Math.min(focused.index, element.children.length - 1)];
      row?.querySelector<HTMLElement>('input, button')?.focus();
    };
    const observer = new MutationObserver(keep);
    observer.observe(element, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, [list]);
}

function sentence(title: string, error: Error): string {
  if (error instanceof TaskConflict) return `Conflict: someone else changed “${title}” meanwhile.`;
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
