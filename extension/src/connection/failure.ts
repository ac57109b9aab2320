/** Why there is no report, as a closed set that a display can word. */
export type FailureKind =
  | 'stopped'
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
