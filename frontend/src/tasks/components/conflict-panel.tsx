import type { Task } from '@zero-to-running/contract/tasks';
import { Button } from '../../ui/button.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { withUpdate, type TaskChange } from '../api/change-task.ts';

interface ConflictPanelProps {
  readonly change: TaskChange;
  /** The task as somebody else has left it. */
  readonly theirs: Task;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

const stateWords: Record<Task['state'], string> = { open: 'open', done: 'done' };

function Version({ whose, task }: { readonly whose: string; readonly task: Task | null }) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface p-2.5">
      <dt className="text-xs text-muted">{whose}</dt>
      <dd className="wrap-anywhere">
        {task ? (
          <>
            <bdi>{task.title}</bdi> <span className="text-muted">({stateWords[task.state]})</span>
          </>
        ) : (
          'deleted'
        )}
      </dd>
    </div>
  );
}

/** Two people changed the same task: shows both versions, and leaves the choice to the one who is here. */
export function ConflictPanel({ change, theirs, onKeepMine, onTakeTheirs }: ConflictPanelProps) {
  const isDelete = change.kind === 'delete';
  const mine = isDelete ? null : withUpdate(change.base, change.update);
  return (
    <section aria-label="Conflict" className="grid gap-3 rounded-lg bg-sunken p-3 text-sm">
      <p className="flex gap-2">
        <StatusIcon tone="degraded" size={18} />
        <span>
          <strong className="font-semibold">Somebody else changed this task meanwhile.</strong> Nothing is lost: choose
          which version stays.
        </span>
      </p>
      <dl className="grid gap-2 sm:grid-cols-2">
        <Version whose="Mine" task={mine} />
        <Version whose="Theirs" task={theirs} />
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={onKeepMine}>
          {isDelete ? 'Delete it all the same' : 'Keep mine'}
        </Button>
        <Button onClick={onTakeTheirs}>Take theirs</Button>
      </div>
    </section>
  );
}
