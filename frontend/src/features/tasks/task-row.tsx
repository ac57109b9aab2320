import type { Task } from '@app/contract/tasks';
import { formatDayAndTime } from '@zero-to-running/health/words/clock-time';
import { useEffect, useRef, useState, type KeyboardEvent, type SubmitEvent, memo } from 'react';
import { Button } from '../../ui/button.tsx';
import { titleError, refusedTitle } from './titles.ts';
import { TitleField } from './task-form.tsx';
import { withUpdate, type OpenChange } from './change-task.ts';
import { useTaskActions } from './use-task-actions.ts';
import { rowClass, RowError } from './row-error.tsx';

function Icon({ path }: { readonly path: string }) {
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function EditIcon() {
  return <Icon path="M4 20h4L19.5 8.500a2.100 2.100 0 0 0-4-4L4 16v4Z M13.500 6.500l4 4" />;
}

function DeleteIcon() {
  return <Icon path="M4 7h16 M9 7V4h6v3 M6.500 7l1 13h9l1-13 M10.500 11v5.500 M13.500 11v5.500" />;
}

interface TaskLineProps {
  readonly task: Task;
  /** Whether a change of it is on its way, until when it takes no other. */
  readonly isSaving: boolean;
  readonly onTick: () => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

/** A task as one reads it, with what one can do to it. */
function TaskLine({ task, isSaving, onTick, onEdit, onDelete }: TaskLineProps) {
  const isDone = task.state === 'done';
  const unlessSaving = (act: () => void) => () => {
    if (!isSaving) act();
  };
  return (
    <div className="flex items-center gap-2">
      <label className="flex min-w-0 flex-1 cursor-pointer items-center gap-3 py-1.5">
        <input
          type="checkbox"
          checked={isDone}
          aria-disabled={isSaving}
          onChange={unlessSaving(onTick)}
          className="size-4.5 flex-none cursor-pointer accent-accent"
        />
        <bdi className={`wrap-anywhere ${isDone ? 'text-muted line-through' : ''}`}>{task.title}</bdi>
      </label>
      {isSaving ? (
        <span className="text-xs text-muted">Saving…</span>
      ) : (
        <time className="hidden text-xs text-muted tabular-nums sm:inline" dateTime={task.createdAt}>
          {formatDayAndTime(task.createdAt)}
        </time>
      )}
      <Button look="quiet" className="px-2" aria-disabled={isSaving} onClick={unlessSaving(onEdit)}>
        <EditIcon />
        <span className="sr-only">Edit {task.title}</span>
      </Button>
      <Button look="quiet" className="px-2" aria-disabled={isSaving} onClick={unlessSaving(onDelete)}>
        <DeleteIcon />
        <span className="sr-only">Delete {task.title}</span>
      </Button>
    </div>
  );
}

interface TaskEditorProps {
  /** What the field begins with. */
  readonly title: string;
  /** What was wrong with it when it was sent. */
  readonly refused: string | null;
  readonly onSave: (title: string) => void;
  readonly onCancel: () => void;
}

/** Edits a title in its place: Enter saves, Escape leaves it as it was. */
function TaskEditor({ title, refused, onSave, onCancel }: TaskEditorProps) {
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

interface TaskRowProps {
  readonly task: Task;
  /** The change of the task that is on its way or has failed. */
  readonly open: OpenChange | undefined;
}

interface Draft {
  /** The task as it was when one began to edit it. */
  readonly base: Task;
  readonly title: string;
  readonly refused: string | null;
}

/** A title that the API refused goes back into the field, with the reason. */
function refusedDraft(open: OpenChange | undefined): Draft | null {
  if (open?.change.kind !== 'update' || open.change.update.title === undefined) return null;
  const refused = refusedTitle(open.error);
  return refused === null ? null : { base: open.change.base, title: open.change.update.title, refused };
}

/** A task in the list. A change is shown at once; if it fails the task is as before, and the row says why. */
export const TaskRow = memo(function TaskRow({ task, open }: TaskRowProps) {
  const [editing, setEditing] = useState<Draft | null>(null);
  const actions = useTaskActions(task.id);
  const isSaving = open !== undefined && open.error === null;
  if (isSaving && open.change.kind === 'delete') return null;

  const refused = refusedDraft(open);
  const draft = editing ?? refused;
  const save = (title: string) => {
    setEditing(null);
    if (draft && title !== draft.base.title) actions.update(draft.base, { title });
    else actions.giveUp();
  };
  const cancel = () => {
    setEditing(null);
    if (refused) actions.giveUp();
  };
  if (draft) {
    return (
      <li className={rowClass}>
        <TaskEditor title={draft.title} refused={draft.refused} onSave={save} onCancel={cancel} />
      </li>
    );
  }
  const shown = isSaving && open.change.kind === 'update' ? withUpdate(task, open.change.update) : task;
  return (
    <li className={rowClass}>
      <TaskLine
        task={shown}
        isSaving={isSaving}
        onTick={() => actions.update(task, { state: task.state === 'done' ? 'open' : 'done' })}
        onEdit={() => setEditing({ base: task, title: task.title, refused: null })}
        onDelete={() => actions.remove(task)}
      />
      {open?.error && <RowError change={open.change} error={open.error} actions={actions} />}
    </li>
  );
});
