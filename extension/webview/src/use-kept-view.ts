import { useEffect } from 'react';
import { recall, remember } from './memory.ts';

function serviceOf(details: Element): string | undefined {
  return details.closest<HTMLElement>('[data-service]')?.dataset.service;
}

function unfolded(): string[] {
  return [...document.querySelectorAll('details[open]')].flatMap((details) => serviceOf(details) ?? []);
}

function unfold(services: readonly string[]): void {
  for (const details of document.querySelectorAll('details')) {
    if (services.includes(serviceOf(details) ?? '')) details.open = true;
  }
}

/**
 * Brings back what was unfolded and how far it was scrolled, and keeps both from then on.
 * @param isShown whether there is a board to scroll yet
 * @param foldable services that have something to unfold, which may come later
 */
export function useKeptView(isShown: boolean, foldable: readonly string[]): void {
  const names = foldable.join('\n');
  useEffect(() => {
    if (names !== '') unfold(recall().unfolded);
  }, [names]);
  useEffect(() => {
    if (!isShown) return undefined;
    window.scrollTo(0, recall().scroll);
    const keepUnfolded = () => remember({ unfolded: unfolded() });
    const keepScroll = () => remember({ scroll: window.scrollY });
    // The event of an element that unfolds does not bubble.
    document.addEventListener('toggle', keepUnfolded, { capture: true });
    window.addEventListener('scroll', keepScroll, { passive: true });
    return () => {
      document.removeEventListener('toggle', keepUnfolded, { capture: true });
      window.removeEventListener('scroll', keepScroll);
    };
  }, [isShown]);
}
