import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { deploymentEvents } from './deployment-events.ts';

const plan = {
  environment: 'dev',
  counts: { add: 2, change: 1, replace: 0, destroy: 1 },
  resources: [],
  dataLosses: [{ address: 'module.database.aws_db_instance.main', action: 'destroy', holds: 'the database' }],
  monthlyCostDifferenceUsd: -12.5,
};

const snapshots = {
  snapshots: [
    {
      name: 'before-lunch',
      createdAt: '2026-11-23T11:00:00.000Z',
      bytes: 1_234_567,
      migrations: 2,
      command: 'snapshot',
    },
    { name: 'before-reset', createdAt: '2026-11-23T12:00:00.000Z', bytes: 980, migrations: 2, command: 'reset' },
  ],
};

const print = (value: unknown) => `@printf '%s\\n' '${JSON.stringify(value)}'`;

const keep = 'echo "$@ SERVICE=$$SERVICE NAME=$$NAME ENV=$$ENV YES=$$YES CONFIRM=$$CONFIRM JSON=$$JSON" >> calls';

/**
 * A Makefile whose targets keep how they were called, and answer as the real ones do. A log of which only the end is read
 * counts as no call: the tooltip of whatever row the mouse comes to rest on does that. What waits ends with the folder, as
 * a terminal can outlive its window.
 */
export const recordingMakefile = `
keep = @${keep}
.PHONY: dev down restart logs reset undo snapshot snapshots restore plan deploy
dev: ; $(keep)
	@echo starting; while [ -e Makefile ] && ! [ -e go-on ]; do sleep 0.1; done
down: ; $(keep)
	@echo "the engine does not answer" >&2; exit 3
restart reset undo snapshot restore: ; $(keep)
	@echo "$@ is done"
logs: ; @[ "$$FOLLOW" = 0 ] || { ${keep}; }
	@printf '\\033[31mfailed to connect\\033[0m in %s\\n' "$$SERVICE"; while [ "$$FOLLOW" != 0 ] && [ -e Makefile ]; do sleep 1; done
snapshots:
	${print(snapshots)}
plan: ; $(keep)
	${print(plan)}
deploy: ; $(keep)
	${deploymentEvents.map(print).join('\n\t')}
`;

/** What a folder's Makefile was called for. */
export class Calls {
  readonly #folder: string;
  #taken = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Each call since the last time, in order, with the options that it was given. */
  take(): string[] {
    const calls = this.#new();
    this.#taken += calls.length;
    return calls;
  }

  /** Waits until it was called for just that since the last time. */
  async become(expected: readonly string[]): Promise<void> {
    await eventually(() => assert.deepEqual(this.#new(), expected));
    this.#taken += expected.length;
  }

  #new(): string[] {
    const file = join(this.#folder, 'calls');
    // The last line is not one before it has ended.
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(this.#taken, -1) : [];
    return lines.map((line) => line.replaceAll(/ \w+=(?= |$)/g, ''));
  }

  /** Lets `dev` end. */
  goOn(): void {
    writeFileSync(join(this.#folder, 'go-on'), '');
  }
}
