import type { Checkout } from '../checkout.ts';
import type { OnState } from '../driver.ts';
import type { ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState } from '../state/stack-state.ts';
import { ContainerFailure, HealthWait } from './await-healthy.ts';
import { Board } from './board.ts';
import { isActive } from './container-state.ts';
import { inspectContainers } from './containers.ts';
import { docker } from './docker.ts';
import { dockerFailure } from './known-failures.ts';
import { findProject } from './project.ts';

/** Longer than the grace period of any service. */
const restartDeadlineMs = 60_000;

/**
 * Stops the container of one service and starts it again; see `StackDriver.restart`.
 * @throws StackError when the stack does not run
 */
export async function restartContainer(
  checkout: Checkout,
  service: ServiceName,
  onState: OnState,
): Promise<StackState> {
  const project = await findProject(checkout);
  const containers = project ? await inspectContainers(project) : [];
  const container = containers.find((each) => each.service === service);
  if (!project || !container || !containers.some(isActive)) {
    throw new StackError('The stack is not running', { fix: ['Start it: make dev'] });
  }
  const board = new Board(checkout, onState);
  board.see(containers);
  board.hear({ service, phase: 'restarting' });
  board.phase = 'up';
  board.publish();
  // One that is paused takes no signal.
  if (container.status === 'paused') await docker(['unpause', container.id]);
  const restarted = await docker(['restart', container.id], { deadlineMs: restartDeadlineMs });
  if (!restarted.ok) throw dockerFailure(`The ${service} could not be restarted`, restarted);
  board.hear({ service, phase: 'starting' });
  try {
    await new HealthWait(project, board, [service]).containers(new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ContainerFailure)) throw error;
    board.fail(service, error.failure.message, error.failure.fix);
  }
  return board.state;
}
