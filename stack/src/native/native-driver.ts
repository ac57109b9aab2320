import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { readLogs } from '../logs/read-logs.ts';
import { isAlive } from '../process/identity.ts';
import { readState } from '../state/read-state.ts';
import { restartService } from './restart-service.ts';
import { startStack } from './start-stack.ts';
import { stopStack } from './stop-stack.ts';

/** Runs the stack as processes of this machine, kept by a supervisor in the background. */
export function nativeDriver(checkout: Checkout): StackDriver {
  return {
    mode: 'native',
    start: (onState, signal) => startStack(checkout, onState, signal),
    stop: (onState) => stopStack(checkout, onState),
    restart: (service, onState) => restartService(checkout, service, onState),
    state() {
      const state = readState(checkout);
      return Promise.resolve(state && isAlive(state.supervisor) ? state : undefined);
    },
    logs: (services, last, follow) => readLogs(checkout, services, last, follow),
    async data() {
      const { storedData } = await import('./stored-data.ts');
      return storedData(checkout);
    },
    async deleteData() {
      const { deleteStoredData } = await import('./stored-data.ts');
      deleteStoredData(checkout);
    },
    async checks() {
      const { nativeChecks } = await import('./native-checks.ts');
      return nativeChecks(checkout);
    },
  };
}
