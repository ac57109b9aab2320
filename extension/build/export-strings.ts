import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStrings } from './strings.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const messages = await readStrings(root);
await mkdir(join(root, 'l10n'), { recursive: true });
const bundle = Object.fromEntries(messages.map((message) => [message, message]));
await writeFile(join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);
