/** A command that does what a person has to do first. */
interface Remedy {
  /** Of the button. */
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
}

/** Something cannot be done, for a reason that a person is told as it is, with the way to what helps. */
export class UserFacingError extends Error {
  override readonly name = 'UserFacingError';
  readonly remedy: Remedy;

  constructor(message: string, remedy: Remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/** Foreign text for a message of VS Code's, which makes links of `[…](…)` and, in the status bar, icons of `$(…)`. */
export function inMessage(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')').replaceAll('$(', '$ (');
}
