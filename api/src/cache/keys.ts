/** What every key of the application begins with, so that it can share a Redis with others. */
export const keyPrefix = 'ztr:';
