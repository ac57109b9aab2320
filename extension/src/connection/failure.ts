/** That the stack does not run, or not yet, which is no trouble. `foreign`: who answers is not who was meant. */
export type NotRunningKind = 'stopped' | 'starting' | 'foreign';

/** Why there is no report, as a closed set that a display can word. */
export type FailureKind =
  | NotRunningKind
  | 'refused'
  | 'timeout'
  | 'unresolved'
  | 'untrusted-certificate'
  | 'token-refused'
  | 'token-needed'
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
  /** What a person has to know besides, as a sentence without its full stop. */
  readonly detail: string | undefined;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions & { readonly detail?: string | undefined }) {
    super(message, options);
    this.kind = kind;
    this.detail = options?.detail;
  }
}

/** Whether it means that the stack does not run, or not yet, rather than that it fails. */
export function isNotRunning(
  failure: ConnectionFailure | undefined,
): failure is ConnectionFailure & { readonly kind: NotRunningKind } {
  return failure?.kind === 'stopped' || failure?.kind === 'starting' || failure?.kind === 'foreign';
}
