import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { containerLogs } from './container-logs.ts';
import { containerMemory } from './container-memory.ts';
import { isInDevContainer, refuseInside } from './in-dev-container.ts';
import { findProject } from './project.ts';
import { restartContainer } from './restart-container.ts';
import { runningState } from './running-state.ts';
import { startContainers } from './start-containers.ts';
import { stopContainers } from './stop-containers.ts';
import { deleteVolumes, volumeData } from './volumes.ts';

/** Runs the stack as containers of this checkout's Compose project. */
export function composeDriver(checkout: Checkout): StackDriver {
  const isGuest = isInDevContainer();
  const state = () => runningState(checkout);
  return {
    mode: 'compose',
    isGuest,
    async start(onState, signal) {
      return isGuest ? refuseInside('dev') : startContainers(checkout, onState, signal);
    },
    async stop(onState) {
      return isGuest ? refuseInside('down') : stopContainers(checkout, onState);
    },
    restart: (service, onState) => restartContainer(checkout, service, onState),
    state,
    async apiOrigin() {
      // There it is known without the engine, whose socket may have been taken away.
      if (isGuest) return process.env.API_URL || 'http://api:4000';
      const running = await state();
      return running && `http://127.0.0.1:${running.services.api.port}`;
    },
    memory: containerMemory,
    async *logs(services, last, follow) {
      const project = await findProject(checkout);
      if (project) yield* containerLogs(project, services, last, follow);
    },
    // The engine pulls images as it needs them, and shows how far it is.
    fetch: () => Promise.resolve(),
    async data() {
      return isGuest ? refuseInside('clean') : volumeData(checkout);
    },
    deleteData: () => deleteVolumes(checkout),
    async checks() {
      const { composeChecks } = await import('./compose-checks.ts');
      return composeChecks(checkout);
    },
  };
}
