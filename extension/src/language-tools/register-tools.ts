import { lm, type Disposable } from 'vscode';
import type { Environments } from '../environments/environments.ts';
import { serviceLogsTool } from './service-logs-tool.ts';
import { stackHealthTool } from './stack-health-tool.ts';

/** The two tools for agents, both of which only read. */
export function registerTools(environments: Environments): Disposable[] {
  return [
    lm.registerTool('get_stack_health', stackHealthTool(environments)),
    lm.registerTool('get_service_logs', serviceLogsTool(environments)),
  ];
}
