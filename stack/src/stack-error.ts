/** A failure that is explained to a person: what happened, to which thing, and what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
  /** What to do about it; a line each. */
  readonly fix: readonly string[];

  constructor(message: string, options: { readonly fix?: readonly string[]; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.fix = options.fix ?? [];
  }
}
