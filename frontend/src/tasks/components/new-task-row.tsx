import { Button } from '../../ui/button.tsx';
import { useCreateTask } from '../api/create-task.ts';
import { useForgetCreation, type OpenCreation } from '../api/open-creations.ts';
import { FailureNote } from './failure-note.tsx';
import { rowClass } from './task-row-class.ts';

/** A task that is being created, or could not be; trying again cannot make it twice. */
export function NewTaskRow({ creation: { task, error } }: { readonly creation: OpenCreation }) {
  const create = useCreateTask();
  const forget = useForgetCreation();
  const retry = () => {
    forget(task);
    create.mutate({ ...task });
  };
  return (
    <li className={rowClass}>
      <p className="flex items-baseline justify-between gap-3 py-1.5">
        <bdi className="wrap-anywhere text-muted">{task.title}</bdi>
        {!error && <span className="text-sm text-muted">Adding…</span>}
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
