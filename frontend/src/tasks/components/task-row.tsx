import { memo, useState } from 'react';
import type { Task } from '@zero-to-running/contract/tasks';
import { withUpdate } from '../api/change-task.ts';
import type { OpenChange } from '../api/open-changes.ts';
import { refusedTitle } from '../model/refused-title.ts';
import { useTaskActions } from '../use-task-actions.ts';
import { RowTrouble } from './row-trouble.tsx';
import { TaskEditor } from './task-editor.tsx';
import { TaskLine } from './task-line.tsx';
import { rowClass } from './task-row-class.ts';

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
      {open?.error && <RowTrouble change={open.change} error={open.error} actions={actions} />}
    </li>
  );
});
