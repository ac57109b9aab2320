import { taskFilters, type TaskFilter } from '../model/task-filter.ts';

const words: Record<TaskFilter, string> = { all: 'All', open: 'Open', done: 'Done' };

interface FilterChoiceProps {
  readonly filter: TaskFilter;
  readonly onChoose: (filter: TaskFilter) => void;
}

/** Which tasks the list shows. */
export function FilterChoice({ filter, onChoose }: FilterChoiceProps) {
  return (
    <fieldset className="flex rounded-lg border border-line bg-sunken p-0.5">
      <legend className="sr-only">Show tasks</legend>
      {taskFilters.map((each) => (
        <label
          key={each}
          className="flex min-h-8 cursor-pointer items-center rounded-md px-3 text-sm font-medium text-muted has-checked:bg-surface has-checked:text-text has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="filter"
            className="sr-only"
            checked={each === filter}
            onChange={() => onChoose(each)}
          />
          {words[each]}
        </label>
      ))}
    </fieldset>
  );
}
