import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedReadme } from './packaged-readme.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
await mkdir(join(root, 'dist'), { recursive: true });
const readme = packagedReadme(await readFile(join(root, 'README.md'), 'utf8'), process.env);
await writeFile(join(root, 'dist/README.md'), readme);
