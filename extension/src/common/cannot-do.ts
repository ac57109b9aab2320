/** A command that does what a person has to do first. */
export interface Remedy {
  /** Of the button. */
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
}

/** Something cannot be done, for a reason that a person is told as it is, with the way to what helps. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
  readonly remedy: Remedy;

  constructor(message: string, remedy: Remedy) {
    super(message);
    this.remedy = remedy;
  }
}
