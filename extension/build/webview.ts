import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds the dashboard into `dist/webview`.
 * @param root the extension's folder
 */
export async function buildWebview(root: string): Promise<void> {
  const { NODE_ENV } = process.env;
  try {
    await build({ configFile: join(root, 'webview/vite.config.ts'), configLoader: 'native', logLevel: 'warn' });
  } finally {
    // Vite makes its whole process a production's, and what that starts afterwards would refuse to reset data.
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}
