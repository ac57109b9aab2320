import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';
import { StatusIcon } from './status-icon.tsx';
import './banner.css';

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
