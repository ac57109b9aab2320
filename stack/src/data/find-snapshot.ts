import type { Catalog, Snapshot } from './catalog.ts';
import { StackError } from '../stack-error.ts';

/** @throws StackError listing what there is, when there is no such snapshot */
export function findSnapshot({ snapshots }: Catalog, name: string): Snapshot {
  const found = snapshots.find((each) => each.name === name);
  if (found) return found;
  const names = snapshots.map((each) => each.name).join(', ');
  throw new StackError(`There is no snapshot ${JSON.stringify(name)}`, {
    fix: [names ? `There are: ${names}` : 'There is none yet: make snapshot makes one.'],
  });
}
