import assert from 'node:assert/strict';
import { Emitter } from '../../src/common/disposable.ts';
import type { Environment, Environments, Folder } from '../../src/environments/environment.ts';
import type { EnvironmentSnapshot } from '../../src/store/environment-store.ts';

/** The only environment, `shop`, of which all that is known is what `tell` says. */
export interface ToldEnvironment {
  readonly environments: Environments;
  readonly tell: (snapshot: EnvironmentSnapshot) => void;
}

export function toldEnvironment(first: EnvironmentSnapshot, folder?: Folder): ToldEnvironment {
  const changes = new Emitter<EnvironmentSnapshot>();
  let snapshot = first;
  const environment: Environment = {
    id: 'local:x',
    kind: 'local',
    name: 'shop',
    folder,
    askedOrigin: () => Promise.reject(new Error('nobody asks')),
    addresses: () => Promise.reject(new Error('nobody asks')),
    store: {
      get snapshot() {
        return snapshot;
      },
      onDidChange: changes.event,
      watch: () => assert.fail('it watches nothing itself'),
      refresh: () => undefined,
      dispose: () => undefined,
    },
  };
  return {
    environments: {
      all: [environment],
      selected: environment,
      onDidChange: new Emitter().event,
      select: () => undefined,
    },
    tell: (next) => {
      snapshot = next;
      changes.fire(next);
    },
  };
}
