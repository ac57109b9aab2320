import type { Checkout } from '../checkout.ts';
import { updateSecrets } from '../environment/write-env.ts';
import { stackNotRunning } from '../stack-error.ts';
import type { OnState } from '../driver.ts';
import { isServiceName, type ServiceName } from '../services.ts';
import type { StackState } from '../state/stack-state.ts';
import { ContainerFailure, HealthWait } from './health-wait.ts';
import { StackProgress, OutputReader } from './progress.ts';
import { isActive, inspectContainers } from './containers.ts';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { publishedPorts } from './choose-ports.ts';
import { runCompose } from './compose-process.ts';
import { findProject, refuseOthers } from './project.ts';

/** Longer than the grace period of any service. */
const restartDeadlineMs = 60_000;

/** Its image may be built in it. */
const upDeadlineMs = 10 * 60_000;

/**
 * Builds the image of one service, stops its container and starts it again; see `StackDriver.restart`.
 * @throws StackError when the stack does not run
 */
export async function restartContainer(
  checkout: Checkout,
  service: ServiceName,
  onState: OnState,
): Promise<StackState> {
  const project = await findProject(checkout);
  const containers = project ? await inspectContainers(project) : [];
  if (project) refuseOthers(checkout, project, containers);
  const container = containers.find((each) => each.service === service);
  if (!project || !containers.some((each) => isActive(each) && isServiceName(each.service))) {
    throw stackNotRunning();
  }
  const progress = new StackProgress(checkout, onState);
  const reader = new OutputReader();
  progress.applyContainers(containers);
  progress.applyOutput({ service, phase: 'restarting' });
  progress.phase = 'up';
  progress.publish();
  // One that is paused takes no signal.
  if (container?.status === 'paused') await docker(['unpause', container.id]);
  await updateSecrets(checkout);
  // With the dependencies and the settings of now: both need another container.
  const up = await runCompose(checkout, project, ['up', '--detach', '--no-deps', service], {
    environment: publishedPorts(containers),
    deadlineMs: upDeadlineMs,
    onLine(line) {
      const news = reader.read(line);
      if (news?.service !== service) return;
      progress.applyOutput(news);
      progress.publish();
    },
  });
  if (!up.ok) throw dockerFailure(`The ${service} could not be restarted`, up);
  const isSame = (await inspectContainers(project)).some(({ id }) => id === container?.id);
  if (container && isSame && container.status !== 'exited') {
    const restarted = await docker(['restart', container.id], { deadlineMs: restartDeadlineMs });
    if (!restarted.ok) throw dockerFailure(`The ${service} could not be restarted`, restarted);
  }
  progress.applyOutput({ service, phase: 'starting' });
  try {
    await new HealthWait(checkout, project, progress, [service]).containers(new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ContainerFailure)) throw error;
    progress.fail(service, error.failure.message, error.failure.fix);
  }
  return progress.state;
}
