import { useEffect, useState, type ReactNode } from 'react';
import { StatusIcon } from '@zero-to-running/health/react/status';
import type { Task } from '@app/contract/tasks';
import { describeError, ApiProblem } from '../../lib/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { withUpdate, type TaskChange, TaskConflict } from './change-task.ts';
import type { TaskActions } from './use-task-actions.ts';
import { sameTaskAgain, useCreateTask, useForgetCreation, type OpenCreation } from './create-task.ts';

/** What all rows of the list look like. Those out of sight cost no layout, so that thousands may follow each other. */
export const rowClass =
  'grid gap-2 border-b border-line px-3 py-1.5 last:border-b-0 sm:px-4 [content-visibility:auto] [contain-intrinsic-size:auto_3.0625rem]';

interface FailureNoteProps {
  /** What did not work, as a sentence. */
  readonly what: string;
  readonly error: unknown;
  /** What one can do about it. */
  readonly children: ReactNode;
}

/** Says at a row what did not work, and why. */
function FailureNote({ what, error, children }: FailureNoteProps) {
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
function ConflictPanel({ change, theirs, onKeepMine, onTakeTheirs }: ConflictPanelProps) {
  const isDelete = change.kind === 'delete';
  const mine = isDelete ? null : withUpdate(change.base, change.update);
  return (
    <section aria-label="Conflict" className="grid gap-3 rounded-lg bg-sunken p-3 text-sm">
      <p className="flex gap-2">
        <StatusIcon tone="degraded" size={18} />
        <span>
          <strong className="font-semibold">Someone else changed this task in the meantime.</strong> Nothing is lost:
          choose which version stays.
        </span>
      </p>
      <dl className="grid gap-2 sm:grid-cols-2">
        <Version whose="Mine" task={mine} />
        <Version whose="Theirs" task={theirs} />
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={onKeepMine}>
          {isDelete ? 'Delete anyway' : 'Keep mine'}
        </Button>
        <Button onClick={onTakeTheirs}>Take theirs</Button>
      </div>
    </section>
  );
}

interface RowErrorProps {
  readonly change: TaskChange;
  readonly error: Error;
  readonly actions: TaskActions;
}

function whatFailed(change: TaskChange): string {
  if (change.kind === 'delete') return 'The task was not deleted.';
  const { title } = change.update;
  return title === undefined ? 'The change was not saved.' : `The new title “${title}” was not saved.`;
}

/** What is to be decided about a change that has failed. */
export function RowError({ change, error, actions }: RowErrorProps) {
  if (error instanceof TaskConflict) {
    return (
      <ConflictPanel
        change={change}
        theirs={error.theirs}
        onKeepMine={() => actions.retry(change, error.theirs)}
        onTakeTheirs={() => actions.giveUp(error.theirs)}
      />
    );
  }
  if (error instanceof ApiProblem && error.is('not-found')) {
    return (
      <FailureNote what="Someone else deleted this task in the meantime." error={error}>
        <Button onClick={actions.drop}>Remove it from the list</Button>
      </FailureNote>
    );
  }
  return (
    <FailureNote what={whatFailed(change)} error={error}>
      <Button onClick={() => actions.retry(change)}>Try again</Button>
      <Button look="quiet" onClick={() => actions.giveUp()}>
        Discard my change
      </Button>
    </FailureNote>
  );
}

/** Milliseconds after which waiting is worth a word. */
const slowAfterMs = 2_500;

/** Says that a task is being added, and that it still is. */
function Progress() {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return <span className="text-sm whitespace-nowrap text-muted">{isSlow ? 'Still trying…' : 'Adding…'}</span>;
}

/** A task that is being created, or could not be; trying again cannot make it twice. */
export function NewTaskRow({ creation: { task, error } }: { readonly creation: OpenCreation }) {
  const create = useCreateTask();
  const forget = useForgetCreation();
  const retry = () => {
    forget(task);
    create.mutate(sameTaskAgain(task));
  };
  return (
    <li className={rowClass}>
      <p className="flex items-baseline justify-between gap-3 py-1.5">
        <bdi className="wrap-anywhere text-muted">{task.title}</bdi>
        {!error && <Progress />}
      </p>
      {error && (
        <FailureNote what="This task was not added." error={error}>
          <Button onClick={retry}>Try again</Button>
          <Button look="quiet" onClick={() => forget(task)}>
            Discard
          </Button>
        </FailureNote>
      )}
    </li>
  );
}
