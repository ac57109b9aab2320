/** Why there is no report, as a closed set that a display can word. `foreign`: who answers is not who was meant. */
export type FailureKind =
  | 'stopped'
  | 'starting'
  | 'foreign'
  | 'refused'
  | 'timeout'
  | 'unresolved'
  | 'untrusted-certificate'
  | 'unauthorized'
  | 'redirect'
  | 'status'
  | 'too-large'
  | 'not-understood'
  | 'bad-address'
  | 'closed'
  | 'unknown';

/** No report came. The message is our own wording, except for numbers, and safe to show. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Whether it means that the stack does not run, or not yet, which is no trouble, rather than that it fails. */
export function isNotRunning(failure: ConnectionFailure | undefined): boolean {
  return failure?.kind === 'stopped' || failure?.kind === 'starting' || failure?.kind === 'foreign';
}
