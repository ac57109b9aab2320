import type { ReactNode } from 'react';
import { useCurrentHealth } from '../health/use-current-health.ts';
import { useFlipAnnouncements } from '../health/use-flip-announcements.ts';
import { useTabState } from '../health/use-tab-state.ts';
import { Brand } from './brand.tsx';
import { Navigation } from './navigation.tsx';
import { useDocumentTitle } from './use-document-title.ts';
import { useFocusOnNavigation } from './use-focus-on-navigation.ts';

/** The frame around every view. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const health = useCurrentHealth();
  const tab = useTabState(health);
  useFlipAnnouncements(health);
  useDocumentTitle(tab);
  const main = useFocusOnNavigation();
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded-lg bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10"
      >
        Skip to the content
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-4 px-4 sm:px-6">
          <Brand />
          <Navigation state={tab} />
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1} className="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-6">
        {children}
      </main>
    </>
  );
}
