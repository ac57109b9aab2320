import { useId, type ComponentProps, useRef, useState, type SubmitEvent } from 'react';
import { taskLimits } from '@app/contract/tasks';
import { Button } from '../../ui/button.tsx';
import { newTask, useCreateTask, type NewTask, useForgetCreation } from './create-task.ts';
import { refusedTitle, titleError } from './titles.ts';

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

/** Adds tasks, one after the other, without waiting for the last one to be saved. */
export function TaskForm({ onAdd }: { readonly onAdd: () => void }) {
  const [title, setTitle] = useState('');
  const [error, setError] = useState<string | null>(null);
  // Emptied by adding: a second click or Enter right after means the same task, and is nothing to complain about.
  const [justAdded, setJustAdded] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const forget = useForgetCreation();
  const create = useCreateTask();

  const takeBack = (refused: NewTask, reason: string) => {
    forget(refused);
    setTitle((present) => present || refused.title);
    setError(reason);
    field.current?.focus();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    field.current?.focus();
    if (justAdded && title === '') return;
    const wrong = titleError(title);
    setError(wrong);
    if (wrong) return;
    create.mutate(newTask(title.trim()), {
      onError: (failure, refused) => {
        const reason = refusedTitle(failure);
        if (reason) takeBack(refused, reason);
      },
    });
    setTitle('');
    setJustAdded(true);
    onAdd();
  };
  return (
    <form onSubmit={submit} noValidate className="flex items-start gap-2">
      <TitleField
        label="Title of the new task"
        placeholder="What needs to be done?"
        ref={field}
        value={title}
        error={error}
        onChange={(event) => {
          setTitle(event.target.value);
          setJustAdded(false);
          if (error) setError(titleError(event.target.value));
        }}
      />
      <Button type="submit" look="primary">
        Add task
      </Button>
    </form>
  );
}
