import type { Checkout } from '../checkout.ts';
import type { OnState, StopOptions, StopResult } from '../driver.ts';
import { terminateProcesses } from '../process/signals.ts';
import { isServiceName, serviceNames } from '../services.ts';
import { readState, removeState } from '../state/state-file.ts';
import { StackProgress, OutputReader } from './progress.ts';
import { forStopping, killOrphanedRuns, runCompose } from './compose-process.ts';
import { isActive, inspectContainers, inspectOneOffs, type Container } from './containers.ts';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { findProject, refuseOthers } from './project.ts';
import { acquireStackLock } from '../process/lock.ts';

const downDeadlineMs = 120_000;

/** It stops what it has started. */
const starterEnding = [
  { signal: 'SIGTERM', waitMs: 60_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

/** The dev container's, which the editor sits in. */
const workspace = 'workspace';

/** All that is labelled as this project's: files that a team adds, or has removed since, are no reason to leave any. */
const downArguments = ['down', '--remove-orphans'];

const rank = (name: string) => (isServiceName(name) ? serviceNames.indexOf(name) : serviceNames.length);

/** The four services in their order, then others. */
function inOrder(one: string, other: string): number {
  return rank(one) - rank(other) || one.localeCompare(other);
}

/** The services of those that take part in the stack, in their order. */
function activeServices(containers: readonly Container[]): string[] {
  return containers
    .filter(isActive)
    .map(({ service }) => service)
    .toSorted(inOrder);
}

/** Ends containers beside those of the four services, which use those, by SIGTERM first. */
async function removeOthers(containers: readonly Container[]): Promise<void> {
  const ids = containers.map(({ id }) => id);
  if (ids.length === 0) return;
  await docker(['stop', ...ids], { deadlineMs: downDeadlineMs });
  await docker(['rm', '--force', ...ids], { deadlineMs: downDeadlineMs });
}

/** A `make dev` that is under way is interrupted, as by Ctrl-C. */
async function endStarter(checkout: Checkout): Promise<void> {
  const state = readState(checkout);
  if (state?.mode === 'compose' && state.supervisor) await terminateProcesses([state.supervisor], starterEnding);
}

/**
 * Stops and removes the containers of this checkout, volumes excepted; see `StackDriver.stop`.
 * @throws StackError
 */
export async function stopContainers(
  checkout: Checkout,
  onState: OnState,
  { keepWorkspace = false }: StopOptions = {},
): Promise<StopResult> {
  const project = await findProject(checkout);
  if (project) refuseOthers(checkout, project, await inspectContainers(project));
  await endStarter(checkout);
  if (!project) return { stopped: [], orphans: 0 };
  const turn = await acquireStackLock(checkout, () => undefined);
  try {
    const orphans = await killOrphanedRuns(checkout);
    const containers = await inspectContainers(project);
    const oneOffs = await inspectOneOffs(project);
    refuseOthers(checkout, project, [...containers, ...oneOffs]);
    const doomed = containers.filter(({ service }) => !keepWorkspace || service !== workspace);
    if (doomed.length + oneOffs.length > 0) {
      const progress = new StackProgress(checkout, onState);
      progress.phase = 'stopping';
      progress.applyContainers(containers);
      const reader = new OutputReader();
      // Compose leaves a container alone that it has not created, such as one that bears the project's labels alone.
      await removeOthers([...doomed.filter(({ service }) => !isServiceName(service)), ...oneOffs]);
      const isAll = doomed.length === containers.length;
      const args = isAll ? downArguments : ['rm', '--stop', '--force', ...serviceNames];
      const result = await runCompose(checkout, project, args, {
        environment: forStopping,
        deadlineMs: downDeadlineMs,
        onLine(line) {
          const news = reader.read(line);
          if (news) progress.applyOutput(news);
          progress.publish();
        },
      });
      const left = [...(await inspectContainers(project)), ...(await inspectOneOffs(project))];
      if (left.some(({ id }) => [...doomed, ...oneOffs].some((each) => each.id === id))) {
        throw dockerFailure('Not all containers could be stopped', result);
      }
    }
    removeState(checkout);
    const runs = activeServices(oneOffs).map((service) => `${service} (docker compose run)`);
    return { stopped: [...activeServices(doomed), ...runs], orphans };
  } finally {
    turn.release();
  }
}
