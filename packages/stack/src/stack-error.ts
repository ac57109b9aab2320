/** What programs and other rooms tell failures apart by; the texts are for people and may change. */
export type StackErrorCode =
  | 'stack-not-running'
  | 'not-own'
  | 'invalid-option'
  | 'not-local'
  | 'database-unreachable'
  | 'database-refused'
  | 'database-damaged'
  | 'data-locked'
  | 'migrations-mismatch'
  | 'migrations-failed'
  | 'snapshot-not-found'
  | 'snapshot-exists'
  | 'snapshot-mismatch'
  | 'no-room'
  | 'nothing-to-undo'
  | 'aws-credentials'
  | 'aws-wrong-account'
  | 'aws-denied'
  | 'aws-quota'
  | 'aws-throttled'
  | 'aws-region'
  | 'aws-clock'
  | 'aws-fault'
  | 'aws-unreachable'
  | 'aws-not-found'
  | 'state-missing'
  | 'state-locked'
  | 'not-deployed'
  | 'migration-failed'
  | 'task-not-started'
  | 'services-unhealthy';

/** A failure that is explained to a person: what happened, to which thing, and what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
  /** What to do about it; a line each. */
  readonly fix: readonly string[];
  /** Undefined where nobody has to tell it from others. */
  readonly code: StackErrorCode | undefined;

  constructor(
    message: string,
    options: {
      readonly fix?: readonly string[];
      readonly cause?: unknown;
      readonly code?: StackErrorCode | undefined;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.fix = options.fix ?? [];
    this.code = options.code;
  }
}

/** Whether something that was thrown is the failure of this code. */
export function isStackError(error: unknown, code: StackErrorCode): error is StackError {
  return error instanceof StackError && error.code === code;
}

/** The failure of what needs a stack that does not run. `make dev` starts it on the host and in the dev container alike. */
export function stackNotRunning(): StackError {
  return new StackError('The stack is not running', { code: 'stack-not-running', fix: ['Start it: make dev'] });
}
