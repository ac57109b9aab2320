import { useEffect } from 'react';
import { recall, remember } from './memory.ts';

function serviceOf(details: Element): string | undefined {
  return details.closest<HTMLElement>('[data-service]')?.dataset.service;
}

function unfolded(): string[] {
  return [...document.querySelectorAll('details[open]')].flatMap((details) => serviceOf(details) ?? []);
}

function restore(): void {
  const { unfolded: services, scroll } = recall();
  for (const details of document.querySelectorAll('details')) {
    if (services.includes(serviceOf(details) ?? '')) details.open = true;
  }
  window.scrollTo(0, scroll);
}

/**
 * Brings back what was unfolded and how far it was scrolled, and keeps both from then on.
 * @param isShown whether there is anything to unfold yet
 */
export function useKeptView(isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return undefined;
    restore();
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
