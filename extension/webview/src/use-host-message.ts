import { installTranslations } from '@zero-to-running/frontend/l10n';
import { useEffect, useState } from 'react';
import type { HostMessage } from '../../src/shared/dashboard-protocol.ts';
import { remember } from './memory.ts';
import { postMessage } from './vscode-api.ts';

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
