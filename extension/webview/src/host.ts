import type { DashboardMemory, HostMessage, WebviewMessage } from '../../src/shared/dashboard-protocol.ts';
import { installTranslations } from '@zero-to-running/health/words/l10n';
import { useEffect, useState } from 'react';

/** What VS Code gives a webview. */
interface VsCodeApi {
  readonly postMessage: (message: WebviewMessage) => void;
  readonly getState: () => DashboardMemory | undefined;
  readonly setState: (memory: DashboardMemory) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be acquired once only. */
const vscode = acquireVsCodeApi();

/** Sends a message to the extension. */
export const { postMessage } = vscode;

type ShownMessage = Exclude<HostMessage, { type: 'translations' }>;

/** The host's last message to show; null until the first. VS Code lets nobody but the extension post to its webview. */
export function useHostMessage(): ShownMessage | null {
  const [message, setMessage] = useState<ShownMessage | null>(null);
  useEffect(() => {
    const receive = ({ data }: MessageEvent<HostMessage>) => {
      if (data.type === 'translations') {
        installTranslations(data);
        document.documentElement.lang = data.language;
        return;
      }
      if (data.type === 'state') remember({ environment: data.state.environment.id });
      setMessage(data);
      postMessage({ type: 'received' });
    };
    window.addEventListener('message', receive);
    postMessage({ type: 'ready' });
    return () => window.removeEventListener('message', receive);
  }, []);
  return message;
}

const nothing: DashboardMemory = { environment: '', scroll: 0, unfolded: [] };

/** What was kept over a reload. */
function recall(): DashboardMemory {
  return vscode.getState() ?? nothing;
}

/** Keeps it over a reload, and over the time in which the tab is not shown. */
function remember(change: Partial<DashboardMemory>): void {
  vscode.setState({ ...recall(), ...change });
}

function serviceOf(details: Element): string | undefined {
  return details.closest<HTMLElement>('[data-service]')?.dataset.service;
}

const servicesWith = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].flatMap((details) => serviceOf(details) ?? []);

/** What is unfolded, and what was and has not come yet. */
function unfolded(): string[] {
  const there = servicesWith('details');
  return [...servicesWith('details[open]'), ...recall().unfolded.filter((name) => !there.includes(name))];
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
