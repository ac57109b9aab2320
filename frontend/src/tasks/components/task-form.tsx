import { useRef, useState, type SubmitEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { newTask, useCreateTask, type NewTask } from '../api/create-task.ts';
import { useForgetCreation } from '../api/open-creations.ts';
import { refusedTitle } from '../model/refused-title.ts';
import { titleError } from '../model/title-error.ts';
import { TitleField } from './title-field.tsx';

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
