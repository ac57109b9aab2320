/** Asks one service whether it works, and hears from its driver when that may have changed. */
export interface Probe {
  /** Key of the service in the health report. */
  readonly name: string;
  /** Whether the application cannot work without it. */
  readonly critical: boolean;
  /**
   * Resolves when the service answers; rejects with the driver's error, or with the signal's reason once it is
   * aborted. Never called again before the call before has settled or was aborted.
   */
  check(signal: AbortSignal): Promise<void>;
  /** Registers the listener to call when the driver reports a connection as lost or regained. */
  onChange(listener: () => void): void;
  /** Lets go of the probe's own connection. */
  close(): Promise<void>;
}
