import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a stand-in for `docker` answers; each is a few lines of shell that may exit. */
export interface DockerAnswers {
  /** For `docker version`; unless given, an engine that is new enough. */
  readonly engine?: string;
  /** For `docker compose version`; unless given, one that is new enough. */
  readonly compose?: string;
  /** For `docker compose up`. */
  readonly up?: string;
}

/**
 * Puts a program `docker` into a folder, for failures that cannot be had from a real engine without breaking it for all
 * others. What it says is what the real one says.
 * @returns the folder, for the PATH
 */
export function fakeDocker(parent: string, { engine, compose, up }: DockerAnswers): string {
  const directory = join(parent, 'bin');
  mkdirSync(directory, { recursive: true });
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    `  version*) ${engine ?? 'echo 28.0.1'} ;;`,
    `  "compose version"*) ${compose ?? 'echo 2.40.3'} ;;`,
    `  *" up "*) ${up ?? 'exit 0'} ;;`,
    '  *) exit 0 ;;',
    'esac',
    '',
  ];
  const file = join(directory, 'docker');
  writeFileSync(file, script.join('\n'));
  chmodSync(file, 0o755);
  return directory;
}
