import type { Tone } from '../../ui/tone.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import './status-badge.css';

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
