import type { Command } from './context.ts';
import { deploy, selectEnvironment, setToken } from './environments.ts';
import { fetchToken } from './fetch-token.ts';
import { openAllLogs, openLogs, restartService, runDoctor, startStack, stopStack } from './stack.ts';
import { openApiDocs } from './views.ts';
import { openApp } from './views.ts';
import { openDashboard } from './views.ts';
import { resetData } from './data.ts';
import { restoreSnapshot } from './data.ts';
import { showHealth } from './views.ts';
import { takeSnapshot } from './data.ts';
import { undoReset } from './data.ts';
import { copyReport } from './views.ts';
import { refresh } from './views.ts';
import { showOutput } from './views.ts';

/** Every command of the manifest by the last part of its id. */
export const allCommands: Readonly<Record<string, Command>> = {
  start: startStack,
  stop: stopStack,
  restart: restartService,
  openLogs,
  openAllLogs,
  reset: resetData,
  undoReset,
  snapshot: takeSnapshot,
  restore: restoreSnapshot,
  deploy,
  doctor: runDoctor,
  openApp,
  openApiDocs,
  openDashboard,
  showHealth,
  copyReport,
  refresh,
  selectEnvironment,
  setToken,
  fetchToken,
  showOutput,
};
