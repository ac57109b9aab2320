import { LanguageModelTextPart, LanguageModelToolResult, workspace, type LanguageModelTool } from 'vscode';
import { abortSignalOf } from '../common/abort-signal-of.ts';
import { l10n } from '../common/l10n.ts';
import { plainText } from '../common/plain-text.ts';
import type { Environments } from '../environments/environments.ts';
import { readLog } from '../logs/read-log.ts';
import { logExcerpt } from './log-excerpt.ts';

/** As the manifest describes it; a model may send anything all the same. */
interface ServiceLogsInput {
  readonly service?: unknown;
  readonly lines?: unknown;
}

const defaultLines = 50;

/** A service's name as every Makefile can take it. */
const servicePattern = /^[a-zA-Z\d][\w.-]{0,62}$/;

async function answer(environments: Environments, input: ServiceLogsInput, signal: AbortSignal): Promise<string> {
  const { service, lines } = input;
  if (!workspace.isTrusted) return 'The logs cannot be read: the folder is not trusted.';
  if (typeof service !== 'string' || !servicePattern.test(service)) return 'That is not the name of a service.';
  const selected = environments.selected?.folder ? environments.selected : undefined;
  const folder = (selected ?? environments.all.find((each) => each.folder))?.folder;
  if (!folder) return 'There is no folder with a stack, whose logs could be read.';
  const log = await readLog(folder, service, signal);
  if (log === undefined)
    return `The log of ${service} cannot be read: the Makefile has no target for it, or it failed.`;
  return logExcerpt(log, typeof lines === 'number' ? lines : defaultLines) || `The log of ${service} is empty.`;
}

/** Gives a language model the end of a service's log: bounded, and without secrets. Read-only. */
export function serviceLogsTool(environments: Environments): LanguageModelTool<ServiceLogsInput> {
  return {
    prepareInvocation: ({ input }) => ({
      invocationMessage: l10n.t(
        'Reading the log of {0}',
        typeof input.service === 'string' ? plainText(input.service, 40) : '?',
      ),
    }),
    invoke: async ({ input }, token) => {
      const text = await answer(environments, input, abortSignalOf(token));
      return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
    },
  };
}
