/** make itself cannot be run. */
export class MakeMissing extends Error {
  override readonly name = 'MakeMissing';
}

/** make gives a Makefile up; the message is what make says of it. */
export class MakefileUnreadable extends Error {
  override readonly name = 'MakefileUnreadable';
}

/** A program did not end in time, or printed more than anyone reads. */
export class MakeOutOfBounds extends Error {
  override readonly name = 'MakeOutOfBounds';
  /** What it had too much of. */
  readonly bound: 'time' | 'output';

  constructor(message: string, bound: MakeOutOfBounds['bound']) {
    super(message);
    this.bound = bound;
  }
}
