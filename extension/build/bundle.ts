import { join } from 'node:path';
import { build as buildPage } from 'vite';
import { build, type BuildOptions, type Plugin } from 'esbuild';

/**
 * Builds the dashboard into `dist/webview`.
 * @param root the extension's folder
 */
export async function buildWebview(root: string): Promise<void> {
  await buildPage({ configFile: join(root, 'webview/vite.config.ts'), configLoader: 'native', logLevel: 'warn' });
}

/** Zod comes with its messages in fifty languages, which are two thirds of its size; nobody reads them here. */
const withoutLocales: Plugin = {
  name: 'without-zod-locales',
  setup(bundler) {
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {}' }));
  },
};

/** What all that runs in the extension host has in common: Node of the oldest VS Code that `engines` allows. */
export const hostOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [withoutLocales],
} satisfies BuildOptions;

/**
 * Bundles the extension into the one file that VS Code loads.
 * @param root the extension's folder
 * @param outfile where to, if not `dist/extension.cjs`
 */
export async function bundleExtension(root: string, outfile = join(root, 'dist/extension.cjs')): Promise<void> {
  await build({ ...hostOptions, entryPoints: [join(root, 'src/extension.ts')], outfile, minify: true });
}
