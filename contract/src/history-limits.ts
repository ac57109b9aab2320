/** How much of the past the API keeps of each service. */
export const historyLimits = { changes: 50, samples: 120 } as const;
