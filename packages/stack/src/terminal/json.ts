// With JSON=1, standard output is for programs alone: what is said to a person goes to standard error.

let isOn = false;

/** Begins it, for the whole process. */
export function beginJson(): void {
  isOn = true;
  console.log = console.error.bind(console);
}

export function isJson(): boolean {
  return isOn;
}

/** Prints a line for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** For programs whose output is shown as it comes: what they print is for a person. */
export function shownStdio(): ['inherit', 'inherit' | 2, 'inherit'] {
  return ['inherit', isOn ? 2 : 'inherit', 'inherit'];
}
