import { useId, type ComponentProps } from 'react';
import { taskLimits } from '@zero-to-running/contract/tasks';

/** Characters left from which on their number is shown. */
const countdownFrom = 40;

interface TitleFieldProps extends Omit<ComponentProps<'input'>, 'value'> {
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
}

/** A field for a task's title, with what is wrong with it below. */
export function TitleField({ label, value, error, ...rest }: TitleFieldProps) {
  const id = useId();
  const left = taskLimits.titleLength - value.trim().length;
  return (
    <div className="grid min-w-0 flex-1 gap-1">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        value={value}
        dir="auto"
        autoComplete="off"
        aria-invalid={error !== null}
        aria-describedby={`${id}-note`}
        className="min-h-9 w-full rounded-lg border border-line-strong bg-surface px-3 placeholder:text-muted aria-invalid:border-error"
        {...rest}
      />
      <p id={`${id}-note`} className="text-sm empty:hidden">
        {error !== null && <span className="text-error">{error} </span>}
        {left <= countdownFrom && (
          <span className="text-muted">{left >= 0 ? `${left} characters left` : `${-left} characters too many`}</span>
        )}
      </p>
    </div>
  );
}
