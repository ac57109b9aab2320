import { StackError } from '../stack-error.ts';
import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { containerLogs } from './container-logs.ts';
import { containerMemory, runningState } from './running-state.ts';
import { ownContainers } from './project.ts';
import { restartContainer } from './restart-container.ts';
import { startContainers } from './start-containers.ts';
import { stopContainers } from './stop-containers.ts';
import { deleteStored, storedItems } from './stored-items.ts';

/**
 * @param verb as it is typed
 * @throws StackError always, saying what to do instead
 */
function refuseInside(verb: 'down' | 'clean'): never {
  throw new StackError(
    `\`make ${verb}\` only works on the host: it would also stop the dev container that you are in`,
    {
      fix: [
        `In a terminal of the host, in this checkout: make ${verb}`,
        'To restart the services from here: make restart',
      ],
    },
  );
}

/** Runs the stack as containers of this checkout's Compose project. */
export function composeDriver(checkout: Checkout): StackDriver {
  const isGuest = checkout.isInDevContainer;
  const state = () => runningState(checkout);
  return {
    mode: 'compose',
    isGuest,
    start: (onState, signal) => startContainers(checkout, onState, signal),
    async stop(onState, options) {
      return isGuest ? refuseInside('down') : stopContainers(checkout, onState, options);
    },
    restart: (service, onState) => restartContainer(checkout, service, onState),
    state,
    // Containers are never left over: the engine knows them, and they are the stack.
    leftovers: () => Promise.resolve(0),
    async apiOrigin() {
      // There it is known without the engine, whose socket may have been taken away.
      if (isGuest) return process.env.API_URL || 'http://api:4000';
      const running = await state();
      return running && `http://127.0.0.1:${running.services.api.port}`;
    },
    memory: containerMemory,
    async *logs(services, last, follow) {
      const { project, containers } = await ownContainers(checkout);
      if (project && containers.length > 0) yield* containerLogs(project, services, last, follow);
    },
    // The engine pulls images as it needs them, and shows how far it is.
    fetch: () => Promise.resolve(),
    async data() {
      return isGuest ? refuseInside('clean') : storedItems(checkout);
    },
    deleteData: () => deleteStored(checkout),
    async checks() {
      const { composeChecks } = await import('./compose-checks.ts');
      return composeChecks(checkout);
    },
  };
}
