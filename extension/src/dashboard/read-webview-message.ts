import { z } from 'zod';
import type { WebviewMessage } from '../shared/dashboard-protocol.ts';

const name = z.string().max(200);

const webviewMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('received') }),
  z.object({ type: z.literal('retry') }),
  z.object({ type: z.literal('selectEnvironment'), environment: z.string().max(4_096) }),
  z.object({ type: z.literal('act'), action: z.enum(['start', 'openApp', 'openApiDocs']) }),
  z.object({ type: z.literal('actOnService'), action: z.enum(['showLogs', 'restart']), service: name }),
]) satisfies z.ZodType<WebviewMessage>;

const memorySchema = z.object({ environment: z.string() });

/** A message of the webview; undefined for what none of ours sends. */
export function readWebviewMessage(raw: unknown): WebviewMessage | undefined {
  return webviewMessageSchema.safeParse(raw).data;
}

/** Which environment a restored dashboard showed; undefined where it kept nothing. */
export function rememberedEnvironment(raw: unknown): string | undefined {
  return memorySchema.safeParse(raw).data?.environment;
}
