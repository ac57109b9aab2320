import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Into one script and one style sheet, whose names the extension host knows. Vite takes its configuration from the
// default export only.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/webview',
    emptyOutDir: true,
    // The browser of the oldest VS Code that `engines` allows.
    target: 'chrome128',
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    rolldownOptions: {
      input: 'src/main.tsx',
      output: { entryFileNames: 'main.js', assetFileNames: 'main[extname]' },
    },
  },
});
