import { useEffect, type RefObject } from 'react';

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
