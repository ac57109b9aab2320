/** Milliseconds for which a failure waits to be dealt with while nothing on the page shows it. */
export const keepFailuresMs = 3_600_000;
