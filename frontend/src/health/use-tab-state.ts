import { useEffect } from 'react';
import { tabState, type TabState } from './model/tab-title.ts';
import type { CurrentHealth } from './use-current-health.ts';

/** Shows the state in the tab's icon, and returns it for the title. */
export function useTabState({ displayed, freshness }: CurrentHealth): TabState {
  const state = tabState(displayed, freshness);
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', `/icons/${state.tone}.svg`);
  }, [state.tone]);
  return state;
}
