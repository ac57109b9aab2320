import { useEffect, useState } from 'react';
import type { HostMessage } from '../../src/shared/dashboard-protocol.ts';
import { remember } from './memory.ts';
import { postMessage } from './vscode-api.ts';

/** The host's last message; null until the first. VS Code lets nobody but the extension post to its webview. */
export function useHostMessage(): HostMessage | null {
  const [message, setMessage] = useState<HostMessage | null>(null);
  useEffect(() => {
    const receive = ({ data }: MessageEvent<HostMessage>) => {
      if (data.type === 'state') remember({ environment: data.state.environment.id });
      setMessage(data);
    };
    window.addEventListener('message', receive);
    postMessage({ type: 'ready' });
    return () => window.removeEventListener('message', receive);
  }, []);
  return message;
}
