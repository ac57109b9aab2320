import { fileURLToPath } from 'node:url';
import { bundleExtension, buildWebview } from './build/bundle.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
await Promise.all([bundleExtension(root), buildWebview(root)]);
