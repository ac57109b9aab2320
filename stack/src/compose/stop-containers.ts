import type { Checkout } from '../checkout.ts';
import type { OnState, StopResult } from '../driver.ts';
import { endProcesses } from '../process/end.ts';
import { isServiceName, serviceNames } from '../services.ts';
import { readState } from '../state/read-state.ts';
import { removeState } from '../state/write-state.ts';
import { Board } from './board.ts';
import { endStrayRuns, runCompose } from './compose-process.ts';
import { isActive } from './container-state.ts';
import { inspectContainers, type Container } from './containers.ts';
import { dockerFailure } from './known-failures.ts';
import { findProject, refuseOthers } from './project.ts';
import { takeTurn } from './turn.ts';
import { OutputReader } from './up-output.ts';

const downDeadlineMs = 120_000;

/** It stops what it has started. */
const starterEnding = [
  { signal: 'SIGTERM', waitMs: 60_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

/** `down` would take the dev container with it, and the network that it is in, so that only its neighbours are removed. */
function stopArguments(containers: readonly Container[]): readonly string[] {
  const hasOthers = containers.some(({ service }) => !isServiceName(service));
  return hasOthers ? ['rm', '--stop', '--force', ...serviceNames] : ['down'];
}

/** A `make dev` that is under way is interrupted, as by Ctrl-C. */
async function endStarter(checkout: Checkout): Promise<void> {
  const state = readState(checkout);
  if (state?.mode === 'compose' && state.supervisor) await endProcesses([state.supervisor], starterEnding);
}

/**
 * Stops and removes the containers of this checkout; see `StackDriver.stop`. Neither volumes nor the dev container's
 * workspace are touched.
 * @throws StackError
 */
export async function stopContainers(checkout: Checkout, onState: OnState): Promise<StopResult> {
  const project = await findProject(checkout);
  await endStarter(checkout);
  if (!project) return { stopped: [], strays: 0 };
  const turn = await takeTurn(checkout, () => undefined);
  try {
    const strays = await endStrayRuns(checkout);
    const containers = await inspectContainers(project);
    refuseOthers(checkout, project, containers);
    const own = serviceNames.filter((name) => containers.some(({ service }) => service === name));
    if (own.length > 0) {
      const board = new Board(checkout, onState);
      board.phase = 'stopping';
      board.see(containers);
      const reader = new OutputReader();
      // Compose reads the file, in which the password is required; for stopping, any will do.
      const result = await runCompose(checkout, project, stopArguments(containers), {
        environment: { POSTGRES_PASSWORD: process.env.POSTGRES_PASSWORD ?? 'not needed for this' },
        deadlineMs: downDeadlineMs,
        onLine(line) {
          const news = reader.read(line);
          if (news) board.hear(news);
          board.publish();
        },
      });
      const left = await inspectContainers(project);
      if (left.some(({ service }) => own.some((name) => name === service))) {
        throw dockerFailure('Not all containers could be stopped', result);
      }
    }
    removeState(checkout);
    const stopped = own.filter((name) => containers.some((each) => each.service === name && isActive(each)));
    return { stopped, strays };
  } finally {
    turn.release();
  }
}
