import { env, l10n } from 'vscode';
import type { HostMessage } from '../shared/dashboard-protocol.ts';

/** What the dashboard's page says in the window's language, where there is a translation: it cannot load one itself. */
export function dashboardTranslations(): HostMessage {
  const { bundle } = l10n;
  return { type: 'translations', language: bundle ? env.language : 'en', messages: bundle ?? {} };
}
