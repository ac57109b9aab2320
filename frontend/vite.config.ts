import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createLogger, defineConfig, type Logger } from 'vite';
import { apiProxy } from './dev/api-proxy.ts';
import { readSettings } from './dev/settings.ts';

/** What the built application has to live with: nothing from elsewhere, nothing inline. */
const contentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

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
  const { host, port, apiUrl } = readSettings(process.env);
  const reported = new WeakSet<object>();
  const customLogger = quietLogger(reported);
  const server = {
    host,
    port,
    strictPort: true,
    proxy: apiProxy(
      apiUrl,
      (line) => customLogger.warn(line, { timestamp: true }),
      (error) => reported.add(error),
    ),
  };
  return {
    plugins: [react(), tailwindcss()],
    customLogger,
    server,
    preview: { ...server, headers: { 'Content-Security-Policy': contentSecurityPolicy } },
    // Those reached only through the contract or a lazy view are found late otherwise, which reloads the first page.
    optimizeDeps: { include: ['zod', 'axios', '@tanstack/react-query'] },
  };
});
