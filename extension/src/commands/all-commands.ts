import type { Command } from './command-context.ts';
import { deploy } from './deploy.ts';
import { openAllLogs } from './open-all-logs.ts';
import { openApiDocs } from './open-api-docs.ts';
import { openApp } from './open-app.ts';
import { openDashboard } from './open-dashboard.ts';
import { openLogs } from './open-logs.ts';
import { resetData } from './reset-data.ts';
import { restartService } from './restart-service.ts';
import { restoreSnapshot } from './restore-snapshot.ts';
import { runDoctor } from './run-doctor.ts';
import { showHealth } from './show-health.ts';
import { startStack } from './start-stack.ts';
import { stopStack } from './stop-stack.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { undoReset } from './undo-reset.ts';
import { copyReport } from './copy-report.ts';
import { refresh } from './refresh.ts';
import { selectEnvironment } from './select-environment.ts';
import { setToken } from './set-token.ts';
import { showOutput } from './show-output.ts';

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
  showOutput,
};
