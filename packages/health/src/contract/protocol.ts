/** Name of the only event of `/health/stream`; its data is the answer of `/health/all` at that moment, as JSON. */
export const healthEventName = 'report';

/** Milliseconds between two events when nothing changes. A reader that hears nothing for three of them is cut off. */
export const healthHeartbeatMs = 2_000;

/** Milliseconds after which a reader shows what it has as stale: three heartbeats. */
export const healthStaleAfterMs = 3 * healthHeartbeatMs;

/** How many changes and samples of each service the API keeps. */
export const historyLimits = { changes: 50, samples: 120 } as const;
