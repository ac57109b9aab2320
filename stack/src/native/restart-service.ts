import type { Checkout } from '../checkout.ts';
import type { OnState } from '../driver.ts';
import type { ServiceName } from '../services.ts';
import { StackError } from '../stack-error.ts';
import type { StackState } from '../state/stack-state.ts';
import { SupervisorConnection } from './supervisor-connection.ts';

const silentMs = 150_000;

/**
 * See `StackDriver.restart`.
 * @throws StackError when the stack does not run, or stops meanwhile
 */
export async function restartService(checkout: Checkout, name: ServiceName, onState: OnState): Promise<StackState> {
  const connection = await SupervisorConnection.open(checkout.socket);
  if (!connection) throw new StackError('The stack is not running', { fix: ['Start it: make dev'] });
  try {
    let asked = false;
    let stopped = false;
    for await (const state of connection.states(silentMs)) {
      const { phase } = state.services[name];
      if (state.phase === 'starting') continue;
      onState(state);
      if (!asked) connection.send({ do: 'restart', service: name });
      asked = true;
      stopped ||= phase === 'stopped' || phase === 'preparing';
      if (stopped && (phase === 'up' || phase === 'failed')) return state;
    }
  } finally {
    connection.close();
  }
  throw new StackError(`The stack was stopped, or hangs, while the ${name} restarted`, { fix: ['make status'] });
}
