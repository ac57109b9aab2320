import { ApiProblem } from '../../http/api-error.ts';
import { Button } from '../../ui/button.tsx';
import type { TaskChange } from '../api/change-task.ts';
import { TaskConflict } from '../api/task-conflict.ts';
import type { TaskActions } from '../use-task-actions.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { FailureNote } from './failure-note.tsx';

interface RowTroubleProps {
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
export function RowTrouble({ change, error, actions }: RowTroubleProps) {
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
      <FailureNote what="Somebody else deleted this task meanwhile." error={error}>
        <Button onClick={actions.drop}>Remove it from the list</Button>
      </FailureNote>
    );
  }
  return (
    <FailureNote what={whatFailed(change)} error={error}>
      <Button onClick={() => actions.retry(change)}>Try again</Button>
      <Button look="quiet" onClick={() => actions.giveUp()}>
        Leave it as it was
      </Button>
    </FailureNote>
  );
}
