import type { Checkout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { readLogs } from '../logs/read-logs.ts';
import { isAlive, memoryOfTree } from '../process/processes.ts';
import { perService } from '../services.ts';
import { readState } from '../state/state-file.ts';
import { restartService, startStack } from './start-stack.ts';
import { stopStack } from './stop-stack.ts';

/** Runs the stack as processes of this machine, kept by a supervisor in the background. */
export function nativeDriver(checkout: Checkout): StackDriver {
  const state = () => {
    const recorded = readState(checkout);
    const isUp = recorded?.mode === 'native' && isAlive(recorded.supervisor);
    return Promise.resolve(isUp ? recorded : undefined);
  };
  return {
    mode: 'native',
    isGuest: false,
    start: (onState, signal) => startStack(checkout, onState, signal),
    stop: (onState) => stopStack(checkout, onState),
    restart: (service, onState) => restartService(checkout, service, onState),
    state,
    async leftovers() {
      const { countOrphans } = await import('./orphans.ts');
      return countOrphans(checkout);
    },
    async apiOrigin() {
      const running = await state();
      return running && `http://127.0.0.1:${running.services.api.port}`;
    },
    memory: ({ services }) =>
      Promise.resolve(
        perService((name) => {
          const { process } = services[name];
          return process && memoryOfTree(process.pid);
        }),
      ),
    logs: (services, last, follow) => readLogs(checkout, services, last, follow),
    async fetch(report) {
      const { fetchPrograms } = await import('./redis/find-redis.ts');
      await fetchPrograms(checkout, report);
    },
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
