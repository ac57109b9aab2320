import { useEffect, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { titleError } from '../model/title-error.ts';
import { TitleField } from './title-field.tsx';

interface TaskEditorProps {
  /** What the field begins with. */
  readonly title: string;
  /** What was wrong with it when it was sent. */
  readonly refused: string | null;
  readonly onSave: (title: string) => void;
  readonly onCancel: () => void;
}

/** Edits a title in its place: Enter saves, Escape leaves it as it was. */
export function TaskEditor({ title, refused, onSave, onCancel }: TaskEditorProps) {
  const [text, setText] = useState(title);
  const [error, setError] = useState(refused);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = titleError(text);
    setError(wrong);
    if (!wrong) onSave(text.trim());
  };
  const cancelOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-2 py-1 sm:flex sm:items-start">
      <TitleField
        label="Title"
        ref={field}
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.target.value);
          if (error) setError(titleError(event.target.value));
        }}
        onKeyDown={cancelOnEscape}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
