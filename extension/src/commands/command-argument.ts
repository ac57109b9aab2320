import { z } from 'zod';

/**
 * What a command may be told: by a row of the tree, a link of the status bar's tooltip, or another extension.
 * Anything else counts as nothing.
 */
const commandArgumentSchema = z.object({
  /** Id of an environment. */
  environment: z.string().optional(),
  /** A service, as the report calls it. */
  service: z.string().optional(),
});

export type CommandArgument = z.infer<typeof commandArgumentSchema>;

export function readArgument(raw: unknown): CommandArgument {
  return commandArgumentSchema.safeParse(raw).data ?? {};
}
