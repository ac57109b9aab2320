import { fileURLToPath } from 'node:url';
import { bundleExtension } from './build/bundle.ts';

await bundleExtension(fileURLToPath(new URL('.', import.meta.url)));
