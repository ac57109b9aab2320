import { fileURLToPath } from 'node:url';
import { bundleExtension } from './build/bundle.ts';
import { buildWebview } from './build/webview.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
await Promise.all([bundleExtension(root), buildWebview(root)]);
