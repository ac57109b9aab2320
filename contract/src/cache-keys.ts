import { product } from './product.ts';

/** What every key of the application in Redis begins with, so that it can share a server with others. */
export const keyPrefix = `${product.name}:`;
