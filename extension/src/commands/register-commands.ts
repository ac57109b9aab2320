import { commands, l10n, window, type Disposable } from 'vscode';
import type { Command, CommandContext } from './command-context.ts';
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

const all: Readonly<Record<string, Command>> = {
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
};

/** Registers the commands that act on a stack. One that fails in a way that nobody foresaw says so. */
export function registerCommands(context: CommandContext): Disposable[] {
  return Object.entries(all).map(([name, command]) =>
    commands.registerCommand(`zeroToRunning.${name}`, async (argument: unknown) => {
      try {
        await command(context, argument);
      } catch (error) {
        context.log.error(`zeroToRunning.${name}`, error);
        void window.showErrorMessage(l10n.t('“{0}” failed: {1}', name, error instanceof Error ? error.message : ''));
      }
    }),
  );
}
