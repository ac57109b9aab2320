import { LanguageModelTextPart, LanguageModelToolResult, type LanguageModelTool } from 'vscode';
import { abortSignalOf } from '../common/abort-signal-of.ts';
import { l10n } from '../common/l10n.ts';
import type { Environments } from '../environments/environments.ts';
import { describeHealth } from './describe-health.ts';
import { untilKnown } from './until-known.ts';

interface StackHealthInput {
  readonly environment?: string;
}

/** Tells a language model how the services are. Read-only. */
export function stackHealthTool(environments: Environments): LanguageModelTool<StackHealthInput> {
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
