import { openLink } from '../links/open-link.ts';
import { environmentFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Opens the API's documentation in the browser. */
export const openApiDocs: Command = async ({ environments }, argument) => {
  const environment = environmentFor(environments, argument);
  if (!environment) return;
  const { api } = await environment.addresses();
  await openLink(new URL('/docs/', api).href);
};
