import type { Task } from '@zero-to-running/contract/tasks';
import { Button } from '../../ui/button.tsx';
import { formatDayAndTime } from '../../ui/format-time.ts';
import { DeleteIcon, EditIcon } from './row-icons.tsx';

interface TaskLineProps {
  readonly task: Task;
  /** Whether a change of it is on its way, until when it takes no other. */
  readonly isSaving: boolean;
  readonly onTick: () => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

/** A task as one reads it, with what one can do to it. */
export function TaskLine({ task, isSaving, onTick, onEdit, onDelete }: TaskLineProps) {
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
