import { readArgument } from './command-argument.ts';
import type { Command } from './command-context.ts';
import { openLogs } from './open-logs.ts';

/** Follows the logs of all services in one terminal. */
export const openAllLogs: Command = (context, argument) =>
  openLogs(context, { environment: readArgument(argument).environment, service: '' });
