import {
  LanguageModelTextPart,
  LanguageModelToolResult,
  workspace,
  type LanguageModelTool,
  lm,
  type Disposable,
} from 'vscode';
import { abortSignalOf } from '../common/disposable.ts';
import { l10n } from '@zero-to-running/health/words/l10n';
import { plainText } from '@zero-to-running/health/words/plain-text';
import type { Environments } from '../environments/environment.ts';
import { readLog } from '../logs/read-log.ts';
import { logExcerpt, describeHealth, untilKnown } from './tool-answers.ts';

/** As the manifest describes it; a model may send anything all the same. */
interface ServiceLogsInput {
  readonly service?: unknown;
  readonly lines?: unknown;
}

const defaultLines = 50;

/** A service's name as every Makefile can take it. */
const servicePattern = /^[a-zA-Z\d][\w.-]{0,62}$/;

async function excerptFor(environments: Environments, input: ServiceLogsInput, signal: AbortSignal): Promise<string> {
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
function serviceLogsTool(environments: Environments): LanguageModelTool<ServiceLogsInput> {
  return {
    prepareInvocation: ({ input }) => ({
      invocationMessage: l10n.t(
        'Reading the log of {0}',
        typeof input.service === 'string' ? plainText(input.service, 40) : '?',
      ),
    }),
    invoke: async ({ input }, token) => {
      const text = await excerptFor(environments, input, abortSignalOf(token));
      return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
    },
  };
}

interface StackHealthInput {
  readonly environment?: string;
}

/** Tells a language model how the services are. Read-only. */
function stackHealthTool(environments: Environments): LanguageModelTool<StackHealthInput> {
  return {
    prepareInvocation: () => ({ invocationMessage: l10n.t('Looking at the health of the stack') }),
    invoke: async ({ input }, token) => {
      const signal = abortSignalOf(token);
      const wanted = environments.all.filter(({ name }) => !input.environment || name === input.environment);
      const described = await Promise.all(
        wanted.map(async ({ name, kind, store }) => {
          return describeHealth({ name, kind, snapshot: await untilKnown(store, signal) }, Date.now());
        }),
      );
      const known = environments.all.map(({ name }) => name);
      const answer = described.length > 0 ? { environments: described } : { error: 'No such environment', known };
      return new LanguageModelToolResult([new LanguageModelTextPart(JSON.stringify(answer, null, 1))]);
    },
  };
}

/** The two tools for agents, both of which only read. */
export function registerTools(environments: Environments): Disposable[] {
  return [
    lm.registerTool('get_stack_health', stackHealthTool(environments)),
    lm.registerTool('get_service_logs', serviceLogsTool(environments)),
  ];
}
