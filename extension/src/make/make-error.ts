/** make itself cannot be run. */
export class MakeMissing extends Error {
  override readonly name = 'MakeMissing';
}

/** A program did not end in time, or printed more than anyone reads. */
export class MakeOutOfBounds extends Error {
  override readonly name = 'MakeOutOfBounds';
}
