import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { TabState } from '../health/model/tab-title.ts';

const product = 'Zero to Running';

/** Names the view and the state in the tab's title; elsewhere than on the health view only a state worth knowing. */
export function useDocumentTitle({ words, tone }: TabState): void {
  const [location] = useLocation();
  const view = location === '/tasks' ? 'Tasks' : location === '/' ? null : 'Page not found';
  const state = view === null || tone !== 'ok' ? words : null;
  const title = [state, view, product].filter((part) => part !== null).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
