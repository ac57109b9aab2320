import { createContext, use, useCallback, useState, type ReactNode } from 'react';

type Announce = (text: string) => void;

const AnnouncerContext = createContext<Announce | null>(null);

/** Returns the function that has a screen reader say something when it has finished its sentence. */
export function useAnnounce(): Announce {
  const announce = use(AnnouncerContext);
  if (!announce) throw new Error('useAnnounce needs an Announcer around it');
  return announce;
}

/** Holds the one live region of the page. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', count: 0 });
  const announce = useCallback((text: string) => setMessage(({ count }) => ({ text, count: count + 1 })), []);
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        {/* A new element each time, or the same sentence would not be said twice. */}
        <p key={message.count}>{message.text}</p>
      </div>
    </AnnouncerContext>
  );
}
