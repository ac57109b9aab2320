import { Link, useRoute } from 'wouter';
import { StatusIcon } from '../ui/status-icon.tsx';
import type { TabState } from '../health/model/tab-title.ts';
import type { ReactNode } from 'react';

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
export function Navigation({ state }: { readonly state: TabState }) {
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
