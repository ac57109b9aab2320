/** Texts with a command that no situation of the tables follows, by the reason. */
export const notFollowed: Readonly<Record<string, readonly string[]>> = {
  'they are about a checkout that two users share': [
    'If root started the stack before: sudo make down && sudo chown -R "$(id -u)" …',
    'If root started the stack before: sudo make down && sudo chown -R "$(id -u)" .stack',
    String.raw`If root started the stack before: sudo make down && sudo chown -R \"\$(id -u)\" .stack`,
    'It belongs to another user. If root started the stack before: sudo make down && sudo chown -R "$(id -u)" .',
    'If it was started by root: sudo make down',
    'If root started the stack before: sudo make clean',
    'Start it as root again, or start with no data: sudo make clean',
    'Start as the user who started before (root, with sudo), or start with no data: sudo make clean',
    'Make it your own, and readable: sudo chown "$(id -un)" … && chmod 600 …',
    'Its files belong to another user: give them back with chown, or delete them with `make clean`.',
    'Or start with no data: make clean',
  ],
  'they need something to happen in the middle of a command': [
    'Start again: make dev',
    'make status says whether it runs.',
    'make logs SERVICE=api shows why',
    'the API could not be restarted (…): make restart SERVICE=api',
    'make logs SERVICE=api FOLLOW=0 shows what the API says about it.',
    'The password in .env is not the one of the database: make restart sets it.',
  ],
  'a container has to end with an exit code of its own': ['make dev starts it again'],
  'they are printed after a wait of minutes': [
    'Another `make dev` or `make down` is running in this checkout, and has not ended in time',
    'make down ends it.',
  ],
  'they need another machine: a full disk, a locale, a registry that is away, a server on the port of another': [
    'Make room: make snapshots lists what can be deleted.',
    'The locale of this system is not usable: make doctor shows more.',
    'Check the connection and the proxy of the engine, then start again: make dev',
    'none on the PATH; make dev fetches one, once for this machine',
    'make status says on which port the API is.',
    'Nothing was changed. What runs here: make status',
    'Start the database of this checkout: make restart',
    'In a terminal on this machine, `make doctor` looks closer. Then open the dev container again.',
  ],
  'they install everything again': [
    'make install',
    'rm -rf node_modules && make install',
    'It exists for Linux and macOS on x64 and arm64. There, install again: rm -rf node_modules && make install',
    'The dependencies are not those of package-lock.json; `make install` tries again.',
    '#!/bin/sh # Installed by make install. Delete this file, and the checks before a commit are gone. [ ! -x … ] || exec …',
  ],
  'they need an editor': [
    'Or run “Extensions: Install from VSIX…” there, with …, which make package makes.',
    'Another editor, or another path: make install-extension CODE=/path/to/it',
    'The extension stays as it is; `make install-extension` tries again.',
  ],
  'test/data/rescue.integration.test.ts follows them': [
    'make rescue',
    'Copy what can still be read to files: make rescue',
    'Then restore a snapshot or start over: make snapshots, make restore NAME=…, make reset, or make clean',
    'Copied to …, which make clean keeps:',
  ],
  'test/containers/production-verbs.e2e.test.ts follows them': [
    'make down-production stops it; its data stays.',
    'Stopped …. Data stays; make up-production starts again.',
    'Stop what is running of it: make down-production',
  ],
  'test/containers/verbs.e2e.test.ts follows it': [
    'Delete the line COMPOSE_PROJECT_NAME from .env here: make dev then gives this checkout its own.',
  ],
  'it is an example of what goes on until Ctrl-C': [
    'Such as: make test WATCH=1 FILE=api/src/db/pool.integration.test.ts',
  ],
  'src/git-hook.integration.test.ts runs the hook that says it': [
    '→ Format: make format. Then stage the changes, and commit again.',
  ],
};
