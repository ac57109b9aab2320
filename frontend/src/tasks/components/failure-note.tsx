import type { ReactNode } from 'react';
import { describeError } from '../../http/describe-error.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';

interface FailureNoteProps {
  /** What did not work, as a sentence. */
  readonly what: string;
  readonly error: unknown;
  /** What one can do about it. */
  readonly children: ReactNode;
}

/** Says at a row what did not work, and why. */
export function FailureNote({ what, error, children }: FailureNoteProps) {
  const { title, detail, id } = describeError(error);
  return (
    <div className="grid gap-2 rounded-lg bg-sunken p-3 text-sm wrap-anywhere">
      <p className="flex gap-2">
        <StatusIcon tone="error" size={18} />
        <span>
          <strong className="font-semibold">{what}</strong> {title}
          {detail && `: ${detail}`} {id !== null && <span className="text-muted">(in the log: {id})</span>}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
