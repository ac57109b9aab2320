import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { nearest } from '../nearest.ts';
import { parseEnvText, readEnvFile } from './env-file.ts';

const composeFiles = [
  'docker-compose.yml',
  'docker-compose.production.yml',
  'docker-compose.override.yml',
  '.devcontainer/compose.yml',
];

/** Variables that a Compose file puts in, `${NAME}`, or hands on, `NAME:`. */
const inCompose = /\$\{([A-Z]\w*)|^ +([A-Z][A-Z0-9_]*):$/gm;

const own = /^(COMPOSE|DOCKER|CHECKOUT|PUBLISHED|DEV_CONTAINER|APP_URL)_|^IMAGE_REGISTRY$/;

/** Everything that some part of the stack looks up in `.env`; what a team puts into its Compose files is part of it. */
function knownSettings({ root, envExample }: Checkout): string[] {
  const files = composeFiles.map((name) => join(root, name)).filter((file) => existsSync(file));
  const named = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(inCompose)].map(([, put, handed]) => put ?? handed ?? ''),
  );
  return [...new Set([...Object.keys(parseEnvText(readFileSync(envExample, 'utf8'))), ...named])];
}

/** A variable of `.env` that nothing looks up, and the setting that was probably meant. */
export interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

/** How many letters may differ: more, and it is rather another program's. */
const atMost = 2;

/** Variables of `.env` that are settings but for a letter or two. @throws StackError when it cannot be read */
export function misspeltSettings(checkout: Checkout): Misspelt[] {
  const known = knownSettings(checkout);
  return Object.keys(readEnvFile(checkout)).flatMap((name) => {
    if (known.includes(name) || own.test(name)) return [];
    const meant = nearest(name, known, atMost);
    return meant === undefined ? [] : [{ name, meant }];
  });
}
