import { Link, useRoute, useLocation } from 'wouter';
import { StatusIcon } from '@zero-to-running/health/react/status';
import { type ReactNode, useEffect, useRef, type RefObject } from 'react';
import { useFlipAnnouncements } from '@zero-to-running/health/react/announcer';
import type { TabState } from '../features/health/tab-title.ts';
import { useCurrentHealth, useTabState } from '../features/health/use-health.ts';

const product = import.meta.env.PRODUCT;

/** The product's mark and name. */
function Brand() {
  return (
    <Link href="/" className="flex min-h-12 items-center gap-2.5 rounded-lg font-semibold tracking-tight">
      <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
        <rect width="26" height="26" rx="7" fill="var(--ztr-accent)" />
        <path
          d="M5 15.500h4l2.500-7 4 10 2.200-5.500H21"
          fill="none"
          stroke="var(--ztr-on-accent)"
          strokeWidth="2.200"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {product}
    </Link>
  );
}

function NavigationLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const [isCurrent] = useRoute(href);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className="flex min-h-14 items-center gap-2 border-b-2 border-transparent forced-colors:not-aria-[current=page]:border-[Canvas] px-2.5 sm:px-3 text-sm font-medium text-muted hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
    >
      {children}
    </Link>
  );
}

/** The ways to the views; the state of the system is seen from all of them. */
function Navigation({ state }: { readonly state: TabState }) {
  return (
    <nav aria-label="Views" className="-mb-px flex">
      <NavigationLink href="/">
        <StatusIcon tone={state.tone} size={18} />
        Health<span className="sr-only"> ({state.words})</span>
      </NavigationLink>
      <NavigationLink href="/tasks">Tasks</NavigationLink>
    </nav>
  );
}

/** Moves the focus to the content when the view changes, as a browser does when it loads a page. */
function useFocusOnNavigation(): RefObject<HTMLElement | null> {
  const target = useRef<HTMLElement>(null);
  const [location] = useLocation();
  const previous = useRef(location);
  useEffect(() => {
    if (previous.current === location) return;
    previous.current = location;
    target.current?.focus();
  }, [location]);
  return target;
}

/** Names the view and the state in the tab's title; elsewhere than on the health view only a state worth knowing. */
function useDocumentTitle({ words, tone }: TabState): void {
  const [location] = useLocation();
  const view = location === '/tasks' ? 'Tasks' : location === '/' ? null : 'Page not found';
  const state = view === null || tone !== 'ok' ? words : null;
  const title = [state, view, product].filter((part) => part !== null).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

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
