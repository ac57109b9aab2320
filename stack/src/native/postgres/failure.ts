import { StackError } from '../../stack-error.ts';

const causes: readonly (readonly [RegExp, string])[] = [
  [/No space left on device/i, 'The disk is full: make room on it (df -h shows the disks), then start again.'],
  [/could not bind|Address already in use/i, 'Another process took the port meanwhile: start again.'],
  [
    /GLIBC|cannot open shared object|Library not loaded/i,
    'This system is too old or too small for the PostgreSQL that was installed: it needs glibc 2.27 or newer.',
  ],
  [
    /could not look up effective user ID/i,
    'Your user has no name on this machine: add it to /etc/passwd, or start as another user.',
  ],
  [/shared memory/i, 'The system gives too little shared memory: in a container, start it with --shm-size=256m.'],
  [
    /Permission denied|wrong ownership|must be owned/i,
    'Its files belong to another user: give them back with chown, or delete them with `make clean`.',
  ],
  [
    /invalid locale|could not find suitable|locale/i,
    'The locale of this system is not usable: make doctor shows more.',
  ],
  [/password authentication failed/i, 'The password in .env is not the one of the database: make restart sets it.'],
];

/** What can be done about something PostgreSQL said; nothing when it is not known. */
export function postgresFix(output: string): string[] {
  const known = causes.find(([pattern]) => pattern.test(output));
  return known ? [known[1]] : [];
}

/** The lines of an output that say what is wrong, at most eight. */
function tellingLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|fatal|panic|could not|cannot|denied/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-8).join('\n  ');
}

/** A failed program of PostgreSQL, with what it said. */
export function postgresFailure(what: string, ending: string, output: string): StackError {
  return new StackError(`${what} (${ending}):\n  ${tellingLines(output)}`, { fix: postgresFix(output) });
}
