import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';

/** Moves the focus to the content when the view changes, as a browser does when it loads a page. */
export function useFocusOnNavigation(): RefObject<HTMLElement | null> {
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
