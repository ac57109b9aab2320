import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createLogger, defineConfig, type Logger } from 'vite';
import { product } from '@app/contract/product';
import { apiProxy } from './dev/api-proxy.ts';
import { readSettings } from './dev/settings.ts';

/** What the built application has to live with: nothing from elsewhere, nothing inline. */
const contentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * All that the dev server hands out: the sources of the page. Vite's default is the whole workspace, in which are the
 * logs and data of the stack, snapshots, and the state of deployments.
 */
const servedFolders = [
  'index.html',
  'src',
  'node_modules',
  '../contract/src',
  '../packages/health/src',
  '../node_modules',
];

/** What is never handed out, even if one of the folders above should come to hold it. */
const neverServed = [
  '.env',
  '.env.*',
  '*.{crt,pem,key}',
  '**/.git/**',
  '**/.stack/**',
  '**/.terraform/**',
  '*.tfstate*',
  '*.tfvars*',
];

/** Vite's logger, without the stack that Vite adds for each request the proxy could not pass on. */
function quietLogger(reported: WeakSet<object>): Logger {
  const logger = createLogger();
  const logError = logger.error.bind(logger);
  logger.error = (message, options) => {
    if (!options?.error || !reported.has(options.error)) logError(message, options);
  };
  return logger;
}

// Vite takes its configuration from the default export only.
export default defineConfig(() => {
  const { host, port, apiUrl, allowedHosts } = readSettings(process.env);
  const reported = new WeakSet<object>();
  const customLogger = quietLogger(reported);
  const server = {
    host,
    port,
    strictPort: true,
    allowedHosts: [...allowedHosts],
    // The page is of this origin, and no other has to read it.
    cors: false,
    proxy: apiProxy(
      apiUrl,
      (line) => customLogger.warn(line, { timestamp: true }),
      (error) => reported.add(error),
    ),
  };
  return {
    plugins: [react(), tailwindcss()],
    define: { 'import.meta.env.PRODUCT': JSON.stringify(product.displayName) },
    customLogger,
    server: {
      ...server,
      fs: {
        strict: true,
        allow: servedFolders.map((path) => fileURLToPath(new URL(path, import.meta.url))),
        deny: neverServed,
      },
    },
    preview: { ...server, headers: { 'Content-Security-Policy': contentSecurityPolicy } },
    // All browsers that run the rest know module preloading.
    build: { modulePreload: { polyfill: false } },
    resolve: {
      alias: {
        // React has had this hook itself since version 18.
        'use-sync-external-store/shim/index.js': 'react',
        'zod/mini': fileURLToPath(new URL('src/lib/small-zod.ts', import.meta.url)),
      },
    },
    // Those reached only through the contract or a lazy view are found late otherwise, which reloads the first page.
    optimizeDeps: { include: ['zod', 'axios', '@tanstack/react-query'] },
  };
});
