import { commands } from 'vscode';
import type { DashboardAction, ServiceAction } from '../shared/dashboard-protocol.ts';
import type { OnAction } from './dashboard-panel.ts';

const ofEnvironment: Readonly<Record<DashboardAction, string>> = {
  start: 'zeroToRunning.start',
  openApp: 'zeroToRunning.openApp',
  openApiDocs: 'zeroToRunning.openApiDocs',
};

const ofService: Readonly<Record<ServiceAction, string>> = {
  showLogs: 'zeroToRunning.openLogs',
  restart: 'zeroToRunning.restart',
};

/** The dashboard's buttons run the commands that the tree has as well. */
export const runDashboardAction: OnAction = (message, { id }) => {
  if (message.type === 'act') void commands.executeCommand(ofEnvironment[message.action], { environment: id });
  else void commands.executeCommand(ofService[message.action], { environment: id, service: message.service });
};
