import type { ReactNode } from 'react';
import './status.css';

/** What a state looks like; several states may share a look. */
export type Tone = 'ok' | 'degraded' | 'error' | 'unknown';

/** Each state has a shape of its own, so that it can be told without colour. */
const shapes: Record<Tone, string> = {
  ok: 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19Z M7.5 12.4l3.1 3.1 6-6.6',
  degraded: 'M12 3.2 22 20.5H2L12 3.2Z M12 9.6v5 M12 17.4v.2',
  error: 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8L8 2.5Z M8.8 8.8l6.4 6.4 M15.2 8.8l-6.4 6.4',
  unknown:
    'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19Z M9.4 9.6a2.6 2.6 0 1 1 3.7 2.4c-.7.4-1.1.9-1.1 1.8v.2 M12 17v.2',
};

/** The icon of a state; the word beside it says the same, so it is hidden from screen readers. */
export function StatusIcon({ tone, size = 20 }: { readonly tone: Tone; readonly size?: number }) {
  return (
    <svg data-tone={tone} className="ztr-icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={shapes[tone]}
        fill="none"
        stroke="var(--tone)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeDasharray={tone === 'unknown' ? '3.2 3.2' : undefined}
      />
    </svg>
  );
}

interface StatusBadgeProps {
  readonly tone: Tone;
  readonly word: string;
  /** The icon's, in pixels. */
  readonly size?: number;
}

/** A state as icon, word and colour. */
export function StatusBadge({ tone, word, size = 20 }: StatusBadgeProps) {
  return (
    <span className="ztr-badge" data-tone={tone}>
      <StatusIcon tone={tone} size={size} />
      {word}
    </span>
  );
}

interface BannerProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children: ReactNode;
  /** What one can do, such as a button. */
  readonly action?: ReactNode;
}

/** A strip above the content that says what is wrong with all of it. */
export function Banner({ tone, title, children, action }: BannerProps) {
  return (
    <div className="ztr-banner" data-tone={tone}>
      <StatusIcon tone={tone} />
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        <p>{children}</p>
      </div>
      {action}
    </div>
  );
}
