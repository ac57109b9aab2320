import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds the dashboard into `dist/webview`.
 * @param root the extension's folder
 */
export async function buildWebview(root: string): Promise<void> {
  await build({ configFile: join(root, 'webview/vite.config.ts'), configLoader: 'native', logLevel: 'warn' });
}
